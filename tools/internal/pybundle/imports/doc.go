// Package imports finds the imports in compiled Python code, and says which of
// them a pruned standard library cannot serve.
//
// It looks at the instructions that import, not at texts: whatever a module
// imports by name is found, with its line, and whether it is imported at all
// events, only sometimes, or in the hope of success. Names that are computed when
// the program runs are not found.
package imports
