package cml

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// DecodeOptions says what decoding takes beyond the language of today.
type DecodeOptions struct {
	// Legacy2021 accepts, with warnings, what manifests of 2021 have and later
	// ones must not: events, persistent collections, storage without an id.
	Legacy2021 bool
	// CheckURL checks relative URLs and those with a scheme of Fuchsia further
	// than CheckURL of this package does; nil checks no further. The finding
	// quotes the URL, so the error need not.
	CheckURL func(url string) error
}

// Decode reads a document. It adds all findings to diags and returns nil if and
// only if one of them is an error.
func Decode(f *diag.File, o DecodeOptions, diags *diag.List) *Document {
	tree := json5.Parse(f, diags)
	if tree == nil {
		return nil
	}
	return DecodeTree(tree, o, diags)
}

// DecodeTree is Decode for a text that was parsed already.
func DecodeTree(tree *json5.Document, o DecodeOptions, diags *diag.List) *Document {
	d := newDecoder(tree, o, diags)
	document := d.document(&tree.Root)
	if d.failed {
		return nil
	}
	return document
}

// DecodeAll reads a document or an array of documents, which are as good as
// that many files. It returns nil if and only if an error was found.
func DecodeAll(f *diag.File, o DecodeOptions, diags *diag.List) []*Document {
	tree := json5.Parse(f, diags)
	if tree == nil {
		return nil
	}
	d := newDecoder(tree, o, diags)
	documents := []*Document{}
	if tree.Root.Kind == json5.Array {
		for i := range tree.Root.Elems {
			documents = append(documents, d.document(&tree.Root.Elems[i]))
		}
	} else {
		documents = append(documents, d.document(&tree.Root))
	}
	if d.failed {
		return nil
	}
	return documents
}

// decoder decodes the documents of one file.
type decoder struct {
	file    *diag.File
	options DecodeOptions
	diags   *diag.List
	failed  bool
	spare   []Str // see strings
	slab    int   // the size that spare had when it was made
}

func newDecoder(tree *json5.Document, o DecodeOptions, diags *diag.List) *decoder {
	return &decoder{file: tree.File, options: o, diags: diags}
}

// at returns the place of an offset.
func (d *decoder) at(offset int32) diag.Pos { return diag.Pos{File: d.file, Offset: offset} }

// errorf adds an error and returns it for hints and notes.
func (d *decoder) errorf(offset int32, format string, args ...any) *diag.Diagnostic {
	d.failed = true
	e := diag.Errorf(d.at(offset), "", format, args...)
	d.diags.Add(e)
	return e
}

// warnf adds a warning and returns it for hints and notes.
func (d *decoder) warnf(offset int32, format string, args ...any) *diag.Diagnostic {
	w := diag.Warningf(d.at(offset), "", format, args...)
	d.diags.Add(w)
	return w
}

// strings returns n strings cut from a slab: a realm has hundreds of thousands
// of lists with one string.
func (d *decoder) strings(n int) []Str {
	if n > len(d.spare) {
		d.slab = min(max(2*d.slab, 8), 1024)
		d.spare = make([]Str, max(n, d.slab))
	}
	s := d.spare[:n:n]
	d.spare = d.spare[n:]
	return s
}

// document decodes a whole document.
func (d *decoder) document(v *json5.Value) *Document {
	document := &Document{File: d.file, Pos: d.at(v.Start)}
	switch {
	case strings.HasSuffix(d.file.Name, ".cmx"):
		d.errorf(v.Start, "CMX is not supported").WithHint("write a component manifest (.cml) instead")
	case v.Kind != json5.Object:
		d.errorf(v.Start, "a document must be an object, not %s", found(v))
	default:
		object(d, documentTable, v, document, nil)
	}
	return document
}

// object decodes the members of an object. Members that the table does not know
// go to rest; without one they are errors.
func object[T any](d *decoder, t *table[T], v *json5.Value, o *T, rest func(*json5.Member)) {
	fields := t.all()
	var written, meant uint64 // meant are those whose names are misspelt
	for i := range v.Members {
		m := &v.Members[i]
		n, known := t.find(m.Key)
		if !known {
			if rest != nil {
				rest(m)
			} else if n, ok := t.find(d.unknownField(t.object(), m)); ok {
				meant |= 1 << n
			}
			continue
		}
		if written&(1<<n) != 0 {
			d.duplicateField(t.object(), v, i)
			continue
		}
		written |= 1 << n
		f := &fields[n]
		if m.Value.Kind == json5.Null && !f.Required {
			continue
		}
		if f.open != nil {
			f.open(o)
		}
		d.field(&f.Field, m, f.at(o))
	}
	if missing := t.required &^ written &^ meant; missing != 0 {
		for i := range fields {
			if missing&(1<<i) != 0 {
				d.missingField(t.Name, &fields[i].Field, v)
			}
		}
	}
}

// field decodes a member into the place that the table gives for it.
func (d *decoder) field(f *Field, m *json5.Member, place any) {
	v := &m.Value
	switch p := place.(type) {
	case *Str:
		*p = d.text(f, v)
	case *Strs:
		*p = d.texts(f, v)
	case *[]Str:
		*p = d.list(f, v)
	case **Int:
		*p = d.integer(f, v)
	case **Flag:
		*p = d.flag(f, v)
	case **Value:
		*p = d.json(f, v)
	case *[]Keyword:
		*p = append(*p, Keyword{Type: f.Keyword, Pos: d.at(m.KeyStart), Names: d.texts(f, v)})
	case **ConfigType:
		*p = d.element(f, v)
	case **Program:
		*p = d.program(f, v)
	case **ConfigSection:
		*p = d.config(f, v)
	case *[]*Child:
		*p = objects(d, f, v, d.child)
	case *[]*Collection:
		*p = objects(d, f, v, d.collection)
	case *[]*Environment:
		*p = objects(d, f, v, d.environment)
	case *[]*Registration:
		t := registrationTable(f.Name)
		*p = objects(d, f, v, func(r *Registration, v *json5.Value) bool {
			r.Pos = d.at(v.Start)
			object(d, t, v, r, nil)
			return true
		})
	case *[]*Clause:
		*p = d.clauses(f, v)
	}
}
