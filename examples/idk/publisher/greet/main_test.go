package main

import "testing"

func TestGreeting(t *testing.T) {
	if got, want := greeting([]string{"Ada", "Grace"}), "Hello, Ada and Grace!"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
