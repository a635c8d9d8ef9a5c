package main

import (
	"errors"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pkg"
)

// settings are the flags that every verb on manifests has.
type settings struct {
	generation cm.Generation
	legacy     string
	strict     bool
}

func (s *settings) define(f *cli.Flags) {
	f.Var(&s.generation, "generation",
		"what the SDK that reads the compiled manifest knows: `r24`, r25 or r26")
	f.StringVar(&s.legacy, "legacy", "",
		"accept, with a warning, what only manifests of this `year` have: 2021")
	f.BoolVar(&s.strict, "strict", false, "treat warnings as errors")
}

func (s *settings) check() error {
	if s.legacy != "" && s.legacy != "2021" {
		return cli.Usagef("--legacy cannot be %q: the only year known is 2021", s.legacy)
	}
	return nil
}

func (s *settings) decodeOptions() cml.DecodeOptions {
	return cml.DecodeOptions{
		Legacy2021: s.legacy == "2021",
		CheckURL:   checkURL,
	}
}

// checkURL says what is wrong with the URL of a component, without the URL: the
// finding has quoted it already.
func checkURL(url string) error {
	_, err := pkg.ParseComponentURL(url)
	var syntax *pkg.SyntaxError
	if errors.As(err, &syntax) {
		part := *syntax
		part.URL = ""
		return &part
	}
	return err
}

func (s *settings) decode(f *diag.File, diags *diag.List) *cml.Document {
	return cml.Decode(f, s.decodeOptions(), diags)
}

// report ends a check of the input as env.Report does, strictly if asked to.
func (s *settings) report(env *cli.Env, diags *diag.List) error {
	if s.strict {
		diags.Promote()
	}
	return env.Report(diags)
}
