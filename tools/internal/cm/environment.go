package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// Environment is what children can be put into: runners, resolvers and debug capabilities that they need no offer for.
type Environment struct {
	Name              *string                `fidl:"1,name"`
	Extends           *EnvironmentExtends    `fidl:"2,extends"`
	Runners           []RunnerRegistration   `fidl:"3,runners"`
	Resolvers         []ResolverRegistration `fidl:"4,resolvers"`
	DebugCapabilities []DebugRegistration    `fidl:"5,debug_capabilities"`
	StopTimeoutMS     *uint32                `fidl:"6,stop_timeout_ms"`
}

// RunnerRegistration puts a runner into an environment. The name comes before its source.
type RunnerRegistration struct {
	SourceName *string `fidl:"1,source_name"`
	Source     Ref     `fidl:"2,source"`
	TargetName *string `fidl:"3,target_name"`
}

// ResolverRegistration puts a resolver for a URL scheme into an environment.
type ResolverRegistration struct {
	Resolver *string `fidl:"1,resolver"`
	Source   Ref     `fidl:"2,source"`
	Scheme   *string `fidl:"3,scheme"`
}

// DebugRegistration is a *DebugProtocolRegistration.
type DebugRegistration interface{ isDebugRegistration() }

// DebugProtocolRegistration puts a protocol among the debug capabilities of an environment.
type DebugProtocolRegistration struct {
	Source     Ref     `fidl:"1,source"`
	SourceName *string `fidl:"2,source_name"`
	TargetName *string `fidl:"3,target_name"`
}

func (*DebugProtocolRegistration) isDebugRegistration() {}

func debugRegistrations() fidl.Decl {
	return fidl.Union[DebugRegistration](
		fidl.Variant[*DebugProtocolRegistration](1, "protocol"),
	)
}
