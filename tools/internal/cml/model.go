package cml

import "github.com/rules-idk/rules_idk/tools/internal/diag"

// Document is one manifest or shard, or several merged into one.
//
// A nil slice is a section that is absent, an empty one a section that was
// written as []: the compiled form tells the two apart.
type Document struct {
	// File is the text that the document was decoded from; for a merged
	// document, the first one.
	File *diag.File
	// Pos is the opening brace of the document in File.
	Pos diag.Pos

	Include      []Str
	Program      *Program
	Children     []*Child
	Collections  []*Collection
	Environments []*Environment
	Capabilities []*Clause
	Use          []*Clause
	Expose       []*Clause
	Offer        []*Clause
	Facets       *Value
	Config       *ConfigSection
}

// Clauses returns the list of a section that consists of clauses.
func (d *Document) Clauses(s Section) *[]*Clause {
	switch s {
	case SectionUse:
		return &d.Use
	case SectionExpose:
		return &d.Expose
	case SectionOffer:
		return &d.Offer
	case SectionCapabilities:
		return &d.Capabilities
	}
	return nil
}

// Section is a top-level key of a document.
type Section uint8

// The sections in the order in which they are written.
const (
	SectionInclude Section = iota
	SectionProgram
	SectionChildren
	SectionCollections
	SectionEnvironments
	SectionCapabilities
	SectionUse
	SectionExpose
	SectionOffer
	SectionFacets
	SectionConfig
)

// ClauseSections are the sections that consist of clauses, in the order in
// which they are merged.
var ClauseSections = [...]Section{SectionUse, SectionExpose, SectionOffer, SectionCapabilities}

// String returns the key of the section.
func (s Section) String() string {
	return [...]string{
		"include", "program", "children", "collections", "environments", "capabilities",
		"use", "expose", "offer", "facets", "config",
	}[s]
}

// Str is a string of the document with its place. The zero value is "absent";
// no field of a manifest may be an empty string, so Value tells presence.
type Str struct {
	Value string
	Pos   diag.Pos
	// Also are the places of equal strings that were merged into this one.
	Also []diag.Pos
}

// IsSet reports whether the field was written.
func (s Str) IsSet() bool { return s.Value != "" }

// Strs is a field that takes one string or a list of them. The zero value is
// "absent".
type Strs struct {
	Items []Str
	// Array says that the source has an array, also if it holds one string.
	Array bool
	// Pos is the place of the value.
	Pos diag.Pos
}

// IsSet reports whether the field was written.
func (s Strs) IsSet() bool { return len(s.Items) > 0 }

// Int is an integer of the document with its place; nil pointers are absent.
type Int struct {
	Value int64
	Pos   diag.Pos
}

// Flag is a boolean of the document with its place; nil pointers are absent.
type Flag struct {
	Value bool
	Pos   diag.Pos
}

// CapabilityType is the keyword of a clause. The zero value is "no keyword".
type CapabilityType uint8

// The capability types, sorted as their keywords are: canonical order.
const (
	NoType CapabilityType = iota
	TypeConfig
	TypeDictionary
	TypeDirectory
	TypeEventStream
	TypeProtocol
	TypeResolver
	TypeRunner
	TypeService
	TypeStorage
	// TypeEvent is the event of 2021; only legacy decoding yields it, and drops
	// the clause.
	TypeEvent
)

// String returns the keyword.
func (t CapabilityType) String() string {
	return [...]string{
		"", "config", "dictionary", "directory", "event_stream", "protocol",
		"resolver", "runner", "service", "storage", "event",
	}[t]
}

// Keyword is a capability keyword of a clause with its names.
type Keyword struct {
	Type CapabilityType
	// Pos is the place of the key.
	Pos   diag.Pos
	Names Strs
}

// Clause is one element of use, expose, offer or capabilities. Fields that the
// section does not know are never set; fields that do not apply to the type
// may be.
type Clause struct {
	Section Section
	// Pos is the opening brace.
	Pos diag.Pos
	// Keywords has exactly one element in a valid clause.
	Keywords []Keyword

	From               Strs // reference, see ParseRef
	To                 Strs
	As                 Str
	Path               Str
	Rights             Strs
	Subdir             Str
	Scope              Strs
	Filter             *Value
	Dependency         Str // "strong", "weak"
	Availability       Str // "required", "optional", "same_as_target", "transitional"
	SourceAvailability Str // "required", "unknown"
	TargetAvailability Str // "required", "unknown"
	NumberedHandle     *Int

	// capabilities only
	BackingDir Str
	StorageID  Str // "static_instance_id", "static_instance_id_or_moniker"
	Delivery   Str // "immediate", "on_readable"
	// ImpliedStorageID says that nobody wrote the storage_id: a manifest of 2021
	// means it. When clauses are compared, it is not equal to a written one.
	ImpliedStorageID bool

	// config capabilities and uses
	Key        Str
	ConfigType *ConfigType
	Value      *Value // capabilities
	Default    *Value // use
}

// Type returns the capability type, NoType when no keyword was written.
func (c *Clause) Type() CapabilityType {
	if len(c.Keywords) == 0 {
		return NoType
	}
	return c.Keywords[0].Type
}

// Names returns the names of the (first) keyword.
func (c *Clause) Names() []Str {
	if len(c.Keywords) == 0 {
		return nil
	}
	return c.Keywords[0].Names.Items
}

// Child is an element of children.
type Child struct {
	Pos diag.Pos
	// Also are the places of equal children that were merged into this one.
	Also        []diag.Pos
	Name        Str
	URL         Str
	Startup     Str // "lazy", "eager"; absent is "lazy"
	OnTerminate Str // "none", "reboot"
	Environment Str // "#name"
}

// Collection is an element of collections.
type Collection struct {
	Pos               diag.Pos
	Also              []diag.Pos
	Name              Str
	Durability        Str // "transient", "single_run"
	Environment       Str // "#name"
	AllowedOffers     Str // "static_only", "static_and_dynamic"
	AllowLongNames    *Flag
	PersistentStorage *Flag
}

// Environment is an element of environments. The registration lists are nil
// when absent.
type Environment struct {
	Pos         diag.Pos
	Also        []diag.Pos
	Name        Str
	Extends     Str // "realm", "none"
	Runners     []*Registration
	Resolvers   []*Registration
	Debug       []*Registration
	StopTimeout *Int // milliseconds
}

// Registration is an element of the runners, resolvers or debug list of an
// environment.
type Registration struct {
	Pos    diag.Pos
	Names  Strs // runner, resolver: one name; protocol of debug: one or many
	From   Strs // one reference; debug registrations may have several
	As     Str  // runner, debug
	Scheme Str  // resolver
}

// Program is the program section.
type Program struct {
	Pos    diag.Pos
	Runner Str
	// Info has all other keys in source order.
	Info []Member
}

// ConfigSection is the config section: its entries in source order.
type ConfigSection struct {
	Pos     diag.Pos
	Entries []*ConfigEntry
}

// ConfigEntry is one key of the config section.
type ConfigEntry struct {
	Key  Str
	Type ConfigType
	// Mutability is nil when absent.
	Mutability []Str
}

// ConfigType is the type of a configuration value with its bounds.
type ConfigType struct {
	Pos diag.Pos
	// Name is one of bool, uint8 … int64, string, vector; it may be unset in a
	// clause, where validation reports it.
	Name     Str
	MaxSize  *Int
	MaxCount *Int
	Element  *ConfigType
}

// Value is a free-form JSON value: what program, facets, filter, value and
// default hold. Unlike a syntax tree it may mix places of several files.
type Value struct {
	Kind ValueKind
	Pos  diag.Pos
	// Text is the text of a string, and the literal of a number or boolean as
	// JSON.
	Text    string
	Items   []Value
	Members []Member
}

// Member is a key of an object with its value.
type Member struct {
	Key   Str
	Value Value
}

// ValueKind is the JSON type of a Value.
type ValueKind uint8

// The kinds of free-form values.
const (
	NullValue ValueKind = iota
	BoolValue
	NumberValue
	StringValue
	ArrayValue
	ObjectValue
)
