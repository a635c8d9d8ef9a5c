// Worker does something that can be traced.
package main

import "example.com/includes/worker/trace"

func main() { trace.Begin("work")() }
