package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// DependencyType says whether a route takes part in the order in which components are stopped.
type DependencyType uint32

// Dependency types.
const (
	DependencyStrong DependencyType = 1
	DependencyWeak   DependencyType = 2
)

func dependencyTypes() fidl.Decl {
	return fidl.StrictEnum(
		fidl.Value("strong", DependencyStrong),
		fidl.Value("weak", DependencyWeak),
	)
}

// Availability says what it means that a route leads nowhere.
type Availability uint32

// Availabilities.
const (
	AvailabilityRequired     Availability = 1
	AvailabilityOptional     Availability = 2
	AvailabilitySameAsTarget Availability = 3
	AvailabilityTransitional Availability = 4
)

func availabilities() fidl.Decl {
	return fidl.StrictEnum(
		fidl.Value("required", AvailabilityRequired),
		fidl.Value("optional", AvailabilityOptional),
		fidl.Value("same_as_target", AvailabilitySameAsTarget),
		fidl.Value("transitional", AvailabilityTransitional),
	)
}

// StorageID says how the directory of a component in a storage is named.
type StorageID uint32

// Storage IDs.
const (
	StaticInstanceID          StorageID = 1
	StaticInstanceIDOrMoniker StorageID = 2
)

func storageIDs() fidl.Decl {
	return fidl.StrictEnum(
		fidl.Value("static_instance_id", StaticInstanceID),
		fidl.Value("static_instance_id_or_moniker", StaticInstanceIDOrMoniker),
	)
}

// StartupMode says when a child starts.
type StartupMode uint32

// Startup modes.
const (
	StartupLazy  StartupMode = 0
	StartupEager StartupMode = 1
)

func startupModes() fidl.Decl {
	return fidl.StrictEnum(
		fidl.Value("lazy", StartupLazy),
		fidl.Value("eager", StartupEager),
	)
}

// OnTerminate says what happens when a child ends.
type OnTerminate uint32

// What happens when a child ends.
const (
	OnTerminateNone   OnTerminate = 0
	OnTerminateReboot OnTerminate = 1
)

func onTerminates() fidl.Decl {
	return fidl.StrictEnum(
		fidl.Value("none", OnTerminateNone),
		fidl.Value("reboot", OnTerminateReboot),
	)
}

// Durability says how long the children of a collection live. The value 1 belonged to a removed kind.
type Durability uint32

// Durabilities.
const (
	DurabilityTransient Durability = 2
	DurabilitySingleRun Durability = 3
)

func durabilities() fidl.Decl {
	return fidl.StrictEnum(
		fidl.Value("transient", DurabilityTransient),
		fidl.Value("single_run", DurabilitySingleRun),
	)
}

// AllowedOffers says which offers the children of a collection can get.
type AllowedOffers uint32

// Allowed offers.
const (
	StaticOnly       AllowedOffers = 1
	StaticAndDynamic AllowedOffers = 2
)

func allowedOffers() fidl.Decl {
	return fidl.StrictEnum(
		fidl.Value("static_only", StaticOnly),
		fidl.Value("static_and_dynamic", StaticAndDynamic),
	)
}

// EnvironmentExtends says what an environment starts with.
type EnvironmentExtends uint32

// What an environment starts with.
const (
	ExtendsNone  EnvironmentExtends = 0
	ExtendsRealm EnvironmentExtends = 1
)

func environmentExtends() fidl.Decl {
	return fidl.StrictEnum(
		fidl.Value("none", ExtendsNone),
		fidl.Value("realm", ExtendsRealm),
	)
}

// DeliveryType says when a request for a protocol reaches the component that provides it.
type DeliveryType uint32

// Delivery types.
const (
	DeliveryImmediate  DeliveryType = 0
	DeliveryOnReadable DeliveryType = 1
)

func deliveryTypes() fidl.Decl {
	return fidl.Enum(
		fidl.Value("immediate", DeliveryImmediate),
		fidl.Value("on_readable", DeliveryOnReadable),
	)
}

// ConfigTypeLayout is the kind of a configuration value.
type ConfigTypeLayout uint32

// Layouts.
const (
	LayoutBool   ConfigTypeLayout = 1
	LayoutUint8  ConfigTypeLayout = 2
	LayoutUint16 ConfigTypeLayout = 3
	LayoutUint32 ConfigTypeLayout = 4
	LayoutUint64 ConfigTypeLayout = 5
	LayoutInt8   ConfigTypeLayout = 6
	LayoutInt16  ConfigTypeLayout = 7
	LayoutInt32  ConfigTypeLayout = 8
	LayoutInt64  ConfigTypeLayout = 9
	LayoutString ConfigTypeLayout = 10
	LayoutVector ConfigTypeLayout = 11
)

func configTypeLayouts() fidl.Decl {
	return fidl.Enum(
		fidl.Value("bool", LayoutBool),
		fidl.Value("uint8", LayoutUint8),
		fidl.Value("uint16", LayoutUint16),
		fidl.Value("uint32", LayoutUint32),
		fidl.Value("uint64", LayoutUint64),
		fidl.Value("int8", LayoutInt8),
		fidl.Value("int16", LayoutInt16),
		fidl.Value("int32", LayoutInt32),
		fidl.Value("int64", LayoutInt64),
		fidl.Value("string", LayoutString),
		fidl.Value("vector", LayoutVector),
	)
}
