doctor() { choose; echo "$CHOICE"; }
