// Package syslog stands for a client of the system's log.
package syslog

import "fmt"

// Info logs a message.
func Info(msg string) { fmt.Println("INFO", msg) }
