// Fixproof applies all fixes to copies of real checkouts and looks whether
// everything still builds, is formatted, passes go vet and, with -tests, its tests,
// and whether a second run changes anything. It prints a table.
//
//	go run ./internal/fixproof -tether bin/tether -tracked tracked [-tests [-changed]] CHECKOUT...
//
// Each checkout's root is a module; its go.mod gets a requirement of tracked, with a
// replacement, before anything is measured. What fails before the fixes too is not
// held against them. The go command uses the module and build caches of whoever runs
// this. Exit 1 where a fix broke something.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"
)

func main() {
	log.SetFlags(0)
	var p proof
	tests := flag.Bool("tests", false, "run the tests too, before and after")
	flag.BoolVar(&p.changed, "changed", false, "run the tests of the packages only that fixes change")
	flag.DurationVar(&p.timeout, "timeout", 10*time.Minute, "how long the tests of one package may take")
	keep := flag.String("keep", "", "copy to this directory, and leave the copies there")
	flag.StringVar(&p.tether, "tether", "bin/tether", "the `program` to prove")
	flag.StringVar(&p.tracked, "tracked", "tracked", "the `directory` of the module tracked")
	flag.Parse()
	p.tests = *tests
	for _, name := range []*string{&p.tether, &p.tracked} {
		abs, err := filepath.Abs(*name)
		if err != nil {
			log.Fatal(err)
		}
		*name = abs
	}
	scratch := *keep
	if scratch == "" {
		dir, err := os.MkdirTemp("", "fixproof-")
		if err != nil {
			log.Fatal(err)
		}
		defer os.RemoveAll(dir)
		scratch = dir
	}
	if broken := p.all(scratch, flag.Args(), os.Stdout); broken > 0 {
		log.Printf("%d broken", broken)
		os.Exit(1) //nolint:gocritic // the scratch directory is wanted then
	}
}

// all proves the checkouts one after the other, and prints a row for each.
func (p *proof) all(scratch string, checkouts []string, out io.Writer) (broken int) {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "repository\tfindings\tfixed\tno safe fix\tgofmt\tbuild\tvet\ttests\tagain")
	var details []string
	for _, checkout := range checkouts {
		name := filepath.Base(checkout)
		r, err := p.one(context.Background(), checkout, filepath.Join(scratch, name))
		if err != nil {
			broken++
			fmt.Fprintf(w, "%s\t%v\n", name, err)
			continue
		}
		if r.broken() {
			broken++
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\n", name, r.findings, r.fixed, r.unfixed,
			r.format, r.build, r.vet, r.tests, r.again)
		details = append(details, r.details(name)...)
	}
	w.Flush()
	for _, line := range details {
		fmt.Fprintln(out, line)
	}
	return broken
}
