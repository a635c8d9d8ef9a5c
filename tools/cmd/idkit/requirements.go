package main

import (
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
)

// requirements are the flags that say what a manifest may use and what it must
// have.
type requirements struct {
	features []string
	options  validate.Options
}

func (r *requirements) define(f *cli.Flags) {
	r.defineFeatures(f)
	f.StringsVar(&r.options.MustOfferProtocol, "must-offer-protocol", "a `protocol` that every child and collection must be offered; any number")
	f.StringsVar(&r.options.MustOfferDictionary, "must-offer-dictionary", "a `dictionary` that every child and collection must be offered; any number")
	f.StringsVar(&r.options.MustUseProtocol, "must-use-protocol", "a `protocol` that the component must use; any number")
}

func (r *requirements) defineFeatures(f *cli.Flags) {
	f.StringsVar(&r.features, "features", "a restricted `feature` that the manifest may use; any number")
	f.Alias("f", "features")
}

// check reads the names of the features.
func (r *requirements) check() error {
	features, err := validate.ParseFeatures(r.features)
	if err != nil {
		return cli.Usagef("%v", err)
	}
	r.options.Features = features
	return nil
}
