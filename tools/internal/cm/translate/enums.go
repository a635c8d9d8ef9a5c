package translate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// availability translates the word, "required" when there is none.
func availability(word string) *cm.Availability {
	switch word {
	case "optional":
		return cm.Ptr(cm.AvailabilityOptional)
	case "same_as_target":
		return cm.Ptr(cm.AvailabilitySameAsTarget)
	case "transitional":
		return cm.Ptr(cm.AvailabilityTransitional)
	}
	return cm.Ptr(cm.AvailabilityRequired)
}

// dependency translates the field, strong when there is none.
func dependency(s cml.Str) *cm.DependencyType {
	if s.Value == "weak" {
		return cm.Ptr(cm.DependencyWeak)
	}
	return cm.Ptr(cm.DependencyStrong)
}

// rights are the rights that a token of a manifest stands for.
func rights(token string) cm.Operations {
	const (
		every   = cm.Connect | cm.Enumerate | cm.Traverse
		read    = every | cm.ReadBytes | cm.GetAttributes
		write   = every | cm.WriteBytes | cm.ModifyDirectory | cm.UpdateAttributes
		execute = every | cm.Execute
	)
	switch token {
	case "connect":
		return cm.Connect
	case "enumerate":
		return cm.Enumerate
	case "execute":
		return cm.Execute
	case "get_attributes":
		return cm.GetAttributes
	case "modify_directory":
		return cm.ModifyDirectory
	case "read_bytes":
		return cm.ReadBytes
	case "traverse":
		return cm.Traverse
	case "update_attributes":
		return cm.UpdateAttributes
	case "write_bytes":
		return cm.WriteBytes
	case "r*":
		return read
	case "w*":
		return write
	case "x*":
		return execute
	case "rw*":
		return read | write
	case "rx*":
		return read | execute
	}
	return 0
}

// operations joins the rights of all tokens, nil if there are none.
func operations(tokens cml.Strs) *cm.Operations {
	if !tokens.IsSet() {
		return nil
	}
	var all cm.Operations
	for _, token := range tokens.Items {
		all |= rights(token.Value)
	}
	return &all
}
