// Package starlarkdoc turns what Bazel's rule starlark_doc_extract knows about
// a .bzl file into a page of Markdown.
//
// It promises that a page depends on nothing but the extracted documentation,
// and that whatever a public .bzl file exports is on its page or an error.
package starlarkdoc
