// Package prose checks hand-written Markdown against the tree: code blocks that
// show files, links, and commands with what they print.
//
// It promises that a page cannot show a file that has changed since, link to a
// page or a heading that is gone, or, when its commands are tried, name one that
// does not work.
//
// A comment before a code block says what the block is:
//
//	<!-- file: examples/quickstart/MODULE.bazel -->
//	<!-- file: examples/quickstart/product/BUILD.bazel#core_realm( -->
//	<!-- run in: examples/quickstart -->
//
// The first block shows a whole file; the second the paragraph of a file that
// starts with the given line; the third is a session, a line starting with "$ "
// being a command and the lines after it some of what the command prints.
package prose
