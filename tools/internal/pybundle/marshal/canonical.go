package marshal

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// Canonical returns the one form of the object in a stream. It depends on the
// value of the object alone.
func Canonical(data []byte) ([]byte, error) {
	o, err := Parse(data)
	if err != nil {
		return nil, err
	}
	return Append(make([]byte, 0, len(data)), o)
}

// Append appends the one form of an object.
func Append(dst []byte, o *Object) ([]byte, error) {
	m := merger{merged: map[identity]*node{}, seen: map[*Object]*node{}}
	root, err := m.node(o, 0)
	if err != nil {
		return nil, err
	}
	root.count()
	w := writer{out: dst}
	w.node(root)
	return w.out, nil
}

// node is an object that stands for all that are equal to it and have its type.
type node struct {
	kind  Kind
	text  string
	items []*node
	code  *Code // for its numbers
	// number tells nodes apart, in an order that means nothing.
	number uint32
	uses   uint32
	// ref is where references find the node, counted from 1.
	ref uint32
	// hashable is false for what cannot be in a set.
	hashable bool
	digest   *[sha256.Size]byte
}

// merger makes one node of equal objects.
type merger struct {
	merged map[identity]*node
	seen   map[*Object]*node
	// slab has nodes to take: single allocations would cost most of the time.
	slab  []node
	key   []byte
	count uint32
}

// identity is what makes an object equal to another: its type, its text and
// its parts, which are one node each already.
type identity struct {
	kind Kind
	text string
}

func (m *merger) node(o *Object, depth int) (*node, error) {
	if len(o.Items) == 0 && o.Code == nil {
		return m.leaf(o), nil
	}
	if n := m.seen[o]; n != nil {
		return n, nil
	}
	if depth > maxDepth {
		return nil, &Error{0, "an object lies too deep, or in itself"}
	}
	n := m.take()
	n.kind, n.text, n.code, n.hashable = o.Kind, o.Text, o.Code, true
	parts := o.Items
	if o.Code != nil {
		for _, p := range o.Code.objects() {
			parts = append(parts, *p)
		}
	}
	if len(parts) > 0 {
		n.items = make([]*node, len(parts))
	}
	for i, part := range parts {
		item, err := m.node(part, depth+1)
		if err != nil {
			return nil, err
		}
		n.items[i] = item
		n.hashable = n.hashable && item.hashable
	}
	switch n.kind {
	case KindList:
		n.hashable = false
	case KindDict:
		n.hashable = false
		for i := 0; i < len(n.items); i += 2 {
			if !n.items[i].hashable {
				return nil, &Error{0, "the key of a dict is a value that can change"}
			}
		}
	case KindSet, KindFrozenset:
		if !n.hashable {
			return nil, &Error{0, "a set has a value that can change"}
		}
		slices.SortFunc(n.items, order)
		n.items = slices.Compact(n.items)
		n.hashable = n.kind == KindFrozenset
	}
	// What can change is the same only where it is one object.
	if n.hashable {
		m.key = n.appendParts(m.key[:0])
		if equal := m.merged[identity{n.kind, string(m.key)}]; equal != nil {
			m.seen[o] = equal
			return equal, nil
		}
		m.merged[identity{n.kind, string(m.key)}] = n
	}
	m.number(n)
	m.seen[o] = n
	return n, nil
}

// leaf returns the node of an object without parts.
func (m *merger) leaf(o *Object) *node {
	changes := o.Kind == KindList || o.Kind == KindDict || o.Kind == KindSet
	if changes {
		if n := m.seen[o]; n != nil {
			return n
		}
	} else {
		if equal := m.merged[identity{o.Kind, o.Text}]; equal != nil {
			return equal
		}
	}
	n := m.take()
	n.kind, n.text, n.hashable = o.Kind, o.Text, !changes
	m.number(n)
	if changes {
		m.seen[o] = n
	} else {
		m.merged[identity{o.Kind, o.Text}] = n
	}
	return n
}

func (m *merger) take() *node {
	if len(m.slab) == 0 {
		m.slab = make([]node, 64)
	}
	n := &m.slab[0]
	m.slab = m.slab[1:]
	return n
}

func (m *merger) number(n *node) {
	m.count++
	n.number = m.count
}

// appendParts appends the numbers and the parts of a node.
func (n *node) appendParts(key []byte) []byte {
	if c := n.code; c != nil {
		key = c.appendNumbers(key)
	}
	for _, item := range n.items {
		key = binary.LittleEndian.AppendUint32(key, item.number)
	}
	return key
}

func (c *Code) appendNumbers(dst []byte) []byte {
	for _, v := range [...]int32{c.ArgCount, c.PosOnlyArgCount, c.KwOnlyArgCount, c.StackSize, c.Flags, c.FirstLine} {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(v))
	}
	return dst
}

// order is an order of values that depends on nothing but them: by type, then
// by content, or by digest where comparing contents could take long.
func order(a, b *node) int {
	if a == b {
		return 0
	}
	if c := cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.text, b.text)); c != 0 {
		return c
	}
	x, y := a.sum(), b.sum()
	return slices.Compare(x[:], y[:])
}

// sum returns the digest of a value.
func (n *node) sum() *[sha256.Size]byte {
	if n.digest == nil {
		h := sha256.New()
		head := binary.LittleEndian.AppendUint64([]byte{byte(n.kind)}, uint64(len(n.text)))
		h.Write(append(head, n.text...))
		if n.code != nil {
			h.Write(n.code.appendNumbers(nil))
		}
		for _, item := range n.items {
			h.Write(item.sum()[:])
		}
		n.digest = (*[sha256.Size]byte)(h.Sum(nil))
	}
	return n.digest
}

// count finds out how often nodes are used.
func (n *node) count() {
	n.uses++
	if n.uses > 1 {
		return
	}
	for _, item := range n.items {
		item.count()
	}
}

// single reports whether every interpreter has the value only once anyway, so
// that a reference would save nothing.
func (n *node) single() bool {
	switch n.kind {
	case KindNone, KindFalse, KindTrue, KindStopIteration, KindEllipsis:
		return true
	case KindInt:
		if len(n.text) > 4 {
			return false
		}
		v := int32(binary.LittleEndian.Uint32([]byte(n.text)))
		return v >= -5 && v <= 256
	case KindBytes, KindTuple:
		return n.text == "" && len(n.items) == 0
	case KindStr:
		if len(n.text) <= 1 {
			return true
		}
		r, size := utf8.DecodeRuneInString(n.text)
		return size == len(n.text) && r <= 0xff
	}
	return false
}

// writer writes nodes.
type writer struct {
	out  []byte
	refs uint32
}

func (w *writer) node(n *node) {
	if n.ref != 0 {
		w.out = binary.LittleEndian.AppendUint32(append(w.out, typeReference), n.ref-1)
		return
	}
	flag := byte(0)
	if n.uses > 1 && !n.single() {
		flag = flagRef
		w.refs++
		n.ref = w.refs
	}
	switch n.kind {
	case KindNone:
		w.out = append(w.out, typeNone)
	case KindFalse:
		w.out = append(w.out, typeFalse)
	case KindTrue:
		w.out = append(w.out, typeTrue)
	case KindStopIteration:
		w.out = append(w.out, typeStopIteration)
	case KindEllipsis:
		w.out = append(w.out, typeEllipsis)
	case KindInt:
		kind := byte(typeInt)
		if len(n.text) > 4 {
			kind = typeLong
		}
		w.out = append(append(w.out, kind|flag), n.text...)
	case KindFloat:
		w.out = append(append(w.out, typeFloat|flag), n.text...)
	case KindComplex:
		w.out = append(append(w.out, typeComplex|flag), n.text...)
	case KindBytes:
		w.out = append(appendSize(append(w.out, typeBytes|flag), len(n.text)), n.text...)
	case KindStr:
		w.text(n.text, flag)
	case KindTuple:
		w.out = appendTupleHead(w.out, len(n.items), flag)
		w.nodes(n.items)
	case KindList:
		w.out = appendSize(append(w.out, typeList|flag), len(n.items))
		w.nodes(n.items)
	case KindSet:
		w.out = appendSize(append(w.out, typeSet|flag), len(n.items))
		w.nodes(n.items)
	case KindFrozenset:
		w.out = appendSize(append(w.out, typeFrozenset|flag), len(n.items))
		w.nodes(n.items)
	case KindSlice:
		w.out = append(w.out, typeSlice|flag)
		w.nodes(n.items)
	case KindDict:
		w.out = append(w.out, typeDict|flag)
		w.nodes(n.items)
		w.out = append(w.out, typeNull)
	case KindCode:
		numbers := n.code.appendNumbers(nil)
		w.out = append(append(w.out, typeCode|flag), numbers[:20]...)
		w.nodes(n.items[:8])
		w.out = append(w.out, numbers[20:]...)
		w.nodes(n.items[8:])
	}
}

func (w *writer) nodes(nodes []*node) {
	for _, n := range nodes {
		w.node(n)
	}
}

// text writes a string. Those that look like names are interned: CPython does
// that to names and to constants that look like them, and it does not matter
// where a string was used.
func (w *writer) text(s string, flag byte) {
	start := len(w.out)
	w.out = appendString(w.out, s, flag)
	if looksLikeName(s) {
		// The interned forms have the same letters, in upper case.
		w.out[start] &^= 'a' - 'A'
	}
}

func looksLikeName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}
