package json5

// Tree is the values of a text in the order of the text. It holds no more than
// where each of them stands, in a single piece of memory without pointers: it
// is there for those who need nothing else, and what values are made from.
type Tree struct {
	// Text is the text that the offsets are for.
	Text string
	// Nodes are the values, each container before what is in it.
	Nodes []Node

	elems, members int // the numbers of all elements and members
}

// Node is a value of a tree, with its key if it is that of a member.
type Node struct {
	Kind Kind
	// escaped says which of the texts, of key and value, hold a backslash.
	escapedKey, escaped bool
	// Start and End are byte offsets in the text; End is exclusive.
	Start, End int32
	// KeyStart and KeyEnd are the byte offsets of the key as written, quotes
	// included; of an element, both are 0.
	KeyStart, KeyEnd int32
	// Next is the index of the node behind this one and all in it.
	Next int32
	// Count is the number of elements or members.
	Count int32
}

// add appends a node and returns its index.
func (t *Tree) add(kind Kind, key, token Token) int {
	n := len(t.Nodes)
	t.Nodes = append(t.Nodes, Node{
		Kind: kind, escapedKey: key.Escaped, escaped: token.Escaped,
		Start: token.Start, End: token.End, KeyStart: key.Start, KeyEnd: key.End,
		Next: int32(n) + 1,
	})
	return n
}

// close ends a container.
func (t *Tree) close(node int, end, count int32) {
	n := &t.Nodes[node]
	n.End, n.Next, n.Count = end, int32(len(t.Nodes)), count
}

// Key returns the decoded key of a node.
func (t *Tree) Key(n *Node) string {
	literal := t.Text[n.KeyStart:n.KeyEnd]
	if classes[literal[0]] == quoteByte {
		literal = literal[1 : len(literal)-1]
	}
	if n.escapedKey {
		return unescape(literal)
	}
	return literal
}

// value returns the first node as a value. Elements and members of all values
// lie in two pieces of memory of just the right size.
func (t *Tree) value() Value {
	m := maker{t, make([]Value, 0, t.elems), make([]Member, 0, t.members)}
	var root Value
	m.fill(&root, 0)
	return root
}

// maker makes values of nodes.
type maker struct {
	*Tree
	elems   []Value
	members []Member
}

// fill makes a value of a node and returns the index of the node behind it.
func (m *maker) fill(v *Value, node int32) (next int32) {
	n := &m.Nodes[node]
	v.Kind, v.Start, v.End = n.Kind, n.Start, n.End
	at, count := node+1, int(n.Count)
	switch n.Kind {
	case Array:
		if count > 0 {
			first := len(m.elems)
			m.elems = m.elems[:first+count]
			v.Elems = m.elems[first : first+count : first+count]
		}
		for i := range v.Elems {
			at = m.fill(&v.Elems[i], at)
		}
	case Object:
		if count > 0 {
			first := len(m.members)
			m.members = m.members[:first+count]
			v.Members = m.members[first : first+count : first+count]
		}
		for i := range v.Members {
			child := &m.Nodes[at]
			member := &v.Members[i]
			member.Key, member.KeyStart, member.KeyEnd = m.Key(child), child.KeyStart, child.KeyEnd
			at = m.fill(&member.Value, at)
		}
	case String:
		v.Text = m.Text[n.Start+1 : n.End-1]
		if n.escaped {
			v.Text = unescape(v.Text)
		}
	default:
		v.Text = m.Text[n.Start:n.End]
	}
	return at
}
