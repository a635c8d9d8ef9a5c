package fidl

import "strconv"

// path is the way from the root value to the member at hand. It is kept while walking and printed only for a message,
// so that walking costs no strings.
type path []step

// step is a member's name or, when the name is empty, an index.
type step struct {
	name  string
	index int
}

func (p *path) enter(name string) { *p = append(*p, step{name: name}) }

func (p *path) enterElement(index int) { *p = append(*p, step{index: index}) }

func (p *path) leave() { *p = (*p)[:len(*p)-1] }

// String prints the path as "offers[3].protocol.source_name".
func (p path) String() string {
	var text []byte
	for _, s := range p {
		if s.name == "" {
			text = append(text, '[')
			text = strconv.AppendInt(text, int64(s.index), 10)
			text = append(text, ']')
			continue
		}
		if len(text) > 0 {
			text = append(text, '.')
		}
		text = append(text, s.name...)
	}
	return string(text)
}
