// Greet greets whom its arguments name.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	output := flag.String("output", "", "the `file` to write the greeting to; standard output if left out")
	flag.Parse()
	text := greeting(flag.Args())
	if *output == "" {
		fmt.Println(text)
		return
	}
	if err := os.WriteFile(*output, []byte(text+"\n"), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "greet:", err)
		os.Exit(1)
	}
}

func greeting(names []string) string {
	if len(names) == 0 {
		return "Hello!"
	}
	return "Hello, " + strings.Join(names, " and ") + "!"
}
