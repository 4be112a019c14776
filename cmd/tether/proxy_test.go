package main

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// proxy is the script command "proxy DIR VERSION [FOLDER]": it makes DIR a module proxy
// that has this tree, or the module in a folder of it, and nothing else, as that version.
// A tree that is no valid module fails here.
func proxy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: proxy DIR VERSION [FOLDER]")
	}
	m := module.Version{Path: "github.com/tetherlint/tether", Version: args[1]}
	folder := ""
	if len(args) == 3 {
		folder = args[2]
		m.Path += "/" + folder
	}
	dir := filepath.Join(ts.MkAbs(args[0]), filepath.FromSlash(m.Path), "@v")
	ts.Check(os.MkdirAll(dir, 0o777))
	tree, err := filepath.Abs(filepath.Join("../..", folder))
	ts.Check(err)
	mod, err := os.ReadFile(filepath.Join(tree, "go.mod"))
	ts.Check(err)
	for name, content := range map[string]string{
		"list":              m.Version + "\n",
		m.Version + ".info": `{"Version":"` + m.Version + `"}`,
		m.Version + ".mod":  string(mod),
	} {
		ts.Check(os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666))
	}
	f, err := os.Create(filepath.Join(dir, m.Version+".zip"))
	ts.Check(err)
	defer func() { ts.Check(f.Close()) }()
	ts.Check(zip.CreateFromDir(f, m, tree))
}
