package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// agree is the script command "agree N [-tags x] [packages]": the command line and go
// vet find the same N things, word for word, and at the same places.
func agree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: agree N [flags] [packages]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	mine, vets := findingsOf(ts, args[1:]), vetsFindings(ts, args[1:])
	if !slices.Equal(mine, vets) {
		ts.Fatalf("tether:\n%s\ngo vet:\n%s", strings.Join(mine, "\n"), strings.Join(vets, "\n"))
	}
	if len(mine) != want {
		ts.Fatalf("%d findings, want %d:\n%s", len(mine), want, strings.Join(mine, "\n"))
	}
}

func findingsOf(ts *testscript.TestScript, args []string) []string {
	found := make(map[string]bool)
	if err := ts.Exec("tether", append([]string{"-format", "json"}, args...)...); err != nil && err.Error() != "exit status 1" {
		ts.Fatalf("tether: %v", err)
	}
	var report struct {
		Findings []struct {
			Status, File, Message string
			Line, Column          int
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &report))
	for _, f := range report.Findings {
		if f.Status == "new" {
			found[fmt.Sprintf("%s:%d:%d: %s", ts.MkAbs(filepath.FromSlash(f.File)), f.Line, f.Column, f.Message)] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func vetsFindings(ts *testscript.TestScript, args []string) []string {
	found := make(map[string]bool)
	ts.Check(ts.Exec("go", append([]string{"vet", "-vettool=" + ts.Getenv("TETHER"), "-json"}, args...)...))
	for dec := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout"))); dec.More(); {
		var packages map[string]map[string][]struct{ Posn, Message string }
		ts.Check(dec.Decode(&packages))
		for _, analyzers := range packages {
			for _, list := range analyzers {
				for _, d := range list {
					found[d.Posn+": "+d.Message] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
