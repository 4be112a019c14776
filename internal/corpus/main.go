package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("corpus: ")
	var c corpus
	flag.StringVar(&c.audit, "audit", "audit", "the `directory` of the tables and the snapshot")
	flag.StringVar(&c.dir, "dir", "", "the `directory` of the checkouts, outside the tree")
	flag.StringVar(&c.tether, "tether", "bin/tether", "the `program` to ask")
	flag.BoolVar(&c.update, "update", false, "keep the new answers as the snapshot")
	flag.BoolVar(&c.clone, "clone", false, "bring the checkouts that are missing from GitHub")
	only := flag.String("only", "", "these repositories alone, separated by commas")
	accuracy := flag.Bool("accuracy", false, "count the verdicts, and write the tables of the docs")
	openers := flag.Bool("openers", false, "count the openers that are known, of what functions close")
	docs := flag.String("docs", filepath.Join("docs", "accuracy.md"), "the `page` that -accuracy writes into")
	milestone := flag.String("milestone", "", "with -accuracy: record the counts under this `name`")
	flag.Parse()
	if *only != "" {
		c.only = strings.Split(*only, ",")
	}

	if *accuracy {
		if err := c.writeAccuracy(*docs, *milestone); err != nil {
			log.Print(err)
			os.Exit(2)
		}
		return
	}
	if *openers {
		if err := c.knownOpeners(os.Stdout); err != nil {
			log.Print(err)
			os.Exit(2)
		}
		return
	}
	worse, failed, err := c.compare(os.Stdout)
	switch {
	case err != nil:
		log.Print(err)
		os.Exit(2)
	case failed > 0:
		os.Exit(2)
	case worse > 0:
		log.Printf("%d answers got worse than what was judged", worse)
		os.Exit(1)
	}
}

// A corpus is the repositories, what is known of them, and whom to ask.
type corpus struct {
	audit, dir, tether string
	only               []string
	update, clone      bool
}

// read reads the tables.
func (c *corpus) read() ([]repository, []verdict, error) {
	repositories, err := readRepositories(filepath.Join(c.audit, "repositories.tsv"))
	if err != nil {
		return nil, nil, err
	}
	for _, name := range c.only {
		if !slices.ContainsFunc(repositories, func(r repository) bool { return r.name == name }) {
			return nil, nil, fmt.Errorf("no repository is called %s", name)
		}
	}
	verdicts, err := readVerdicts(filepath.Join(c.audit, "verdicts.tsv"))
	return repositories, verdicts, err
}

// compare asks tether about each checkout and prints what differs from the snapshot:
// how many answers contradict a verdict, and how many repositories could not be
// analysed.
func (c *corpus) compare(out io.Writer) (worse, failed int, err error) {
	repositories, verdicts, err := c.read()
	if err != nil {
		return 0, 0, err
	}
	if c.dir == "" {
		return 0, 0, fmt.Errorf("-dir is needed: the directory of the checkouts, outside the tree")
	}
	tether, err := filepath.Abs(c.tether)
	if err != nil {
		return 0, 0, err
	}
	for _, r := range repositories {
		if c.only != nil && !slices.Contains(c.only, r.name) {
			continue
		}
		n, err := c.one(tether, r, judgedOf(verdicts, r), out)
		if err != nil {
			fmt.Fprintf(out, "%s: %v\n", r.name, err)
			failed++
		}
		worse += n
	}
	return worse, failed, nil
}

func (c *corpus) one(tether string, r repository, j judged, out io.Writer) (worse int, err error) {
	checkout := filepath.Join(c.dir, r.name)
	if err := present(checkout, r, c.clone); err != nil {
		return 0, err
	}
	is, err := take(tether, checkout, r)
	if err != nil {
		return 0, err
	}
	file := snapshotFile(c.audit, r.name)
	was, err := readSnapshot(file)
	if err != nil {
		return 0, err
	}
	changes := diff(was, is)
	fmt.Fprintf(out, "%s: %d places, %d differ\n", r.name, len(is), len(changes))
	for _, c := range changes {
		for _, l := range j.explain(c) {
			mark := " "
			if l.worse {
				worse++
				mark = "!"
			}
			fmt.Fprintf(out, "%s %s\n", mark, l.text)
		}
	}
	if c.update && len(changes) > 0 {
		return worse, is.write(file)
	}
	return worse, nil
}
