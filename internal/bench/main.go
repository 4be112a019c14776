//go:build unix

// Bench measures what tether costs, next to what the same packages cost anyway: to
// load, to list, and to vet with a tool that does nothing. It prints medians,
// and their ratios beside the budgets. It never fails on a budget: a figure of
// one machine on one day is for reading.
//
// Each round makes each measurement once, so that whatever else the machine does
// falls on all of them alike; the first round warms up and is not counted. The go
// command uses the build cache of whoever runs this, and leaves in it what it
// keeps of vet tools. Go vet analyses tests too, the others do not.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	if len(os.Args) == 3 && os.Args[1] == "load" {
		load(os.Args[2])
		return
	}
	if last := os.Args[len(os.Args)-1]; last == "-V=full" || last == "-flags" || strings.HasSuffix(last, ".cfg") {
		vetNothing()
		return
	}
	var o options
	flag.StringVar(&o.dir, "dir", ".", "measure in the checkout `dir`")
	flag.StringVar(&o.tether, "tether", "bin/tether", "the tether `program`")
	flag.IntVar(&o.rounds, "n", 5, "`rounds` to take medians of")
	flag.BoolVar(&o.alone, "alone", false, "the command line alone, without go vet")
	flag.StringVar(&o.linter, "golangci-lint", "", "also measure this golangci-lint `program`, with the linters for what is not closed")
	page := flag.String("page", "", "measure the checkouts below -dir of which `file` has tables, and write these anew")
	large := flag.String("large", "", "with -page, a checkout with many packages, measured alone: `dir`")
	flag.Parse()
	o.rounds = max(o.rounds, 1)
	o.pattern = "./..."
	if flag.NArg() > 0 {
		o.pattern = flag.Arg(0)
	}
	do := func() error { return measureOne(os.Stdout, o) }
	if *page != "" {
		do = func() error { return writePage(*page, *large, o) }
	}
	if err := do(); err != nil {
		log.Fatal(err)
	}
}

// options say what to measure.
type options struct {
	dir, pattern string
	tether       string // program
	linter       string // golangci-lint; "": not measured
	alone        bool   // without go vet
	rounds       int
}

// measureOne measures a checkout and prints the figures.
func measureOne(out io.Writer, o options) error {
	all, err := run(o)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s in %s, medians of %d\n\n", o.pattern, filepath.Base(o.dir), o.rounds)
	return all.print(out)
}

// run makes the rounds.
func run(o options) (all figures, err error) {
	b, err := newBench(o)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(b.temp)
	costs := make(map[string][]cost)
	for b.round = range o.rounds + 1 {
		if err := b.prepare(); err != nil {
			return nil, err
		}
		for _, m := range b.measurements() {
			fmt.Fprintf(os.Stderr, "%s, round %d of %d: %s\n", filepath.Base(b.dir), b.round, o.rounds, m.name)
			if m.before != nil {
				if err := m.before(); err != nil {
					return nil, fmt.Errorf("%s: %w", m.name, err)
				}
			}
			c, err := measure(m.cmd)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", m.name, err)
			}
			if b.round > 0 {
				costs[m.name] = append(costs[m.name], c)
			}
		}
	}
	for _, m := range b.measurements() {
		all = append(all, figure{m.name, medians(costs[m.name])})
	}
	return all, nil
}
