package findings

import "github.com/rules-idk/rules_idk/tools/internal/diag"

// Place is where something was written.
type Place struct {
	Label  string `json:"label,omitempty"`
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// PlaceOf returns the place that decides.
func PlaceOf(pos diag.Pos) Place { return placeOf(pos.Position()) }

// Places returns all places of several things, in order.
func Places(pos ...diag.Pos) []Place {
	var places []Place
	for _, p := range pos {
		for _, at := range p.Positions() {
			places = append(places, placeOf(at))
		}
	}
	return places
}

func placeOf(p diag.Position) Place { return Place{p.Label, p.File, p.Line, p.Column} }

// Position is the way back.
func (p Place) Position() diag.Position {
	return diag.Position{Label: p.Label, File: p.File, Line: p.Line, Column: p.Column}
}
