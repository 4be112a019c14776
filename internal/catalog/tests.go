// This file tells what is there for tests.

package catalog

import (
	"regexp"
	"slices"
	"strings"
)

// testPackages are those that only what is there for tests imports, with what lies below them.
// Of net/http/httptest examples and demonstrations make use, too.
var testPackages = []string{
	"testing",
	"github.com/stretchr/testify", "github.com/onsi/ginkgo", "github.com/onsi/gomega", "gotest.tools",
}

// testFolders are names of the folders that such packages lie in.
var testFolders = regexp.MustCompile(`^(e2e|tests?|testing|test_?(utils?|suites?|helpers?|kit|lib|support|harness|tools?|common))$`)

// testFiles are names of files with what tests have in common.
var testFiles = regexp.MustCompile(`^(.*_)?test_?(utils?|helpers?|tools?|common)\.go$`)

// IsForTests reports whether a file of a package is there for tests, by its name, by what it imports,
// or by the folders of its module that it lies in: nobody shuts anything down there, as a program
// does at its end.
func IsForTests(folders, name string, imports []string) bool {
	if testFiles.MatchString(name) {
		return true
	}
	for folder := range strings.SplitSeq(folders, "/") {
		if testFolders.MatchString(folder) || endsInTest(folder) {
			return true
		}
	}
	return slices.ContainsFunc(imports, func(path string) bool {
		return slices.ContainsFunc(testPackages, func(of string) bool { return path == of || strings.HasPrefix(path, of+"/") })
	})
}

// noTests are words that end as the names of test packages do.
var noTests = []string{"latest", "attest", "contest", "protest", "fastest", "greatest", "backtest", "speedtest", "loadtest", "pentest"}

// endsInTest reports whether a folder is called as those are that help to test something: httptest,
// storetest.
func endsInTest(folder string) bool {
	return len(folder) > len("test")+1 && strings.HasSuffix(folder, "test") && !slices.Contains(noTests, folder)
}
