package cm

import "github.com/rules-idk/rules_idk/tools/internal/fidl"

// ConfigSchema is the component's configuration: its fields, their checksum, and where the values come from.
type ConfigSchema struct {
	Fields      []ConfigField     `fidl:"1,fields"`
	Checksum    Checksum          `fidl:"2,checksum"`
	ValueSource ConfigValueSource `fidl:"3,value_source"`
}

// ConfigField is one field.
type ConfigField struct {
	Key        *string           `fidl:"1,key"`
	Type       *ConfigType       `fidl:"2,type"`
	Mutability *ConfigMutability `fidl:"3,mutability"`
}

// Checksum (ConfigChecksum in FIDL) is a SHA256.
type Checksum interface{ isChecksum() }

// SHA256 is a digest of a configuration's fields; ConfigChecksum computes it.
type SHA256 [32]byte

func (SHA256) isChecksum() {}

func checksums() fidl.Decl {
	return fidl.Union[Checksum](
		fidl.Variant[SHA256](1, "sha256"),
	)
}

// ConfigValueSource is a ConfigPackagePath or ConfigSourceCapabilities.
type ConfigValueSource interface{ isConfigValueSource() }

type (
	// ConfigPackagePath is the path of a value file in the component's package.
	ConfigPackagePath string
	// ConfigSourceCapabilities says that all values come from capabilities.
	ConfigSourceCapabilities struct {
		_ struct{} `fidl:"table"`
	}
)

func (ConfigPackagePath) isConfigValueSource()        {}
func (ConfigSourceCapabilities) isConfigValueSource() {}

func configValueSources() fidl.Decl {
	return fidl.Union[ConfigValueSource](
		fidl.Variant[ConfigPackagePath](1, "package_path"),
		fidl.Variant[ConfigSourceCapabilities](2, "capabilities"),
	)
}
