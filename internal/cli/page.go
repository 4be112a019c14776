package cli

import (
	"context"
	"flag"
	"io"
	"path/filepath"
	"slices"

	"github.com/tetherlint/tether/internal/gate"
	"github.com/tetherlint/tether/internal/page"
)

// pageFormat is the format of report that needs more than the gate's model: the
// source, and what there was at earlier times.
const pageFormat = "html"

func gateFormats() []string {
	formats := append(gate.Formats(), pageFormat)
	slices.Sort(formats)
	return formats
}

// pageFlags are the flags of report that are about the page alone.
type pageFlags struct {
	noSource bool
}

func (f *pageFlags) declare(set *flag.FlagSet) {
	set.BoolVar(&f.noSource, "no-source", false, "html: leave out the source code")
}

func (f *pageFlags) validate(format string) error {
	if format != pageFormat && f.noSource {
		return usagef("-no-source is for -format html")
	}
	return nil
}

// writePage writes the report as a page.
func (j *job) writePage(_ context.Context, w io.Writer, f *gateFlags, a *outcome, r *gate.Report) error {
	p := &page.Report{
		Gate: r, Result: a.Result,
		Title: j.title(a), Version: version(), Date: page.Now(j.env.Getenv),
		NoSource: f.noSource,
		Name:     j.env.relative, ReadFile: a.readFile, Doc: ruleDoc,
	}
	return page.Write(w, p)
}

// title names what was analysed: the module, or the directory of several.
func (j *job) title(a *outcome) string {
	modules := make(map[string]bool)
	name := ""
	for _, p := range a.driven.Packages {
		if p.Module != "" {
			modules[p.Module] = true
			name = p.Module
		}
	}
	if len(modules) == 1 {
		return name
	}
	return filepath.Base(j.env.Dir)
}
