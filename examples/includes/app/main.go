// App logs what it does.
package main

import "example.com/includes/lib/syslog"

func main() { syslog.Info("hello") }
