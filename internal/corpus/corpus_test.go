package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTables: the tables that are kept can be read, and each verdict is on a
// repository at the revision that is pinned.
func TestTables(t *testing.T) {
	audit := filepath.Join("..", "..", "audit")
	repositories, err := readRepositories(filepath.Join(audit, "repositories.tsv"))
	require.NoError(t, err)
	revisions := map[string]string{}
	for _, r := range repositories {
		revisions[r.source] = r.revision
		_, err := readSnapshot(snapshotFile(audit, r.name))
		assert.NoError(t, err)
	}
	verdicts, err := readVerdicts(filepath.Join(audit, "verdicts.tsv"))
	require.NoError(t, err)
	for _, v := range verdicts {
		if revision, pinned := revisions[v.source]; pinned {
			assert.Equal(t, revision, v.revision, "%s %s", v.source, v.place)
		}
	}
}

// TestPage: the tables of the page are those that the verdicts give.
func TestPage(t *testing.T) {
	page := filepath.Join("..", "..", "docs", "accuracy.md")
	was, err := os.ReadFile(page)
	require.NoError(t, err)
	scratch := filepath.Join(t.TempDir(), "accuracy.md")
	require.NoError(t, os.WriteFile(scratch, was, 0o666))
	c := corpus{audit: filepath.Join("..", "..", "audit")}
	require.NoError(t, c.writeAccuracy(scratch, ""))
	is, err := os.ReadFile(scratch)
	require.NoError(t, err)
	assert.Equal(t, string(was), string(is), "run make accuracy")
}

func TestVerdictsRefused(t *testing.T) {
	const header = "repository\trevision\tfile\tline\trule\tclass\tverdict\twhy\n"
	for name, test := range map[string]struct{ rows, want string }{
		"a word that is none": {"o/r\tabc\ta.go\t3\tunclosed/leak\t\tperhaps\tx\n", `:2: verdict "perhaps"`},
		"no line":             {"o/r\tabc\ta.go\t0\tunclosed/leak\t\tright\tx\n", `:2: "a.go:0" is no FILE:LINE`},
		"no reason":           {"o/r\tabc\ta.go\t3\tunclosed/leak\t\tright\t\n", ":2: no reason"},
		"too few columns":     {"o/r\tabc\ta.go\t3\n", ":2: 4 columns"},
		"twice":               {strings.Repeat("o/r\tabc\ta.go\t3\tunclosed/leak\t\tright\tx\n", 2), ":3: judged twice"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "verdicts.tsv")
			require.NoError(t, os.WriteFile(file, []byte(header+test.rows), 0o666))
			_, err := readVerdicts(file)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestFixes(t *testing.T) {
	const header = "repository\tfix\tkind\tbefore\tnow\tafter\twhy\n"
	read := func(rows string) ([]leakFix, error) {
		file := filepath.Join(t.TempDir(), "fixes.tsv")
		require.NoError(t, os.WriteFile(file, []byte(header+rows), 0o666))
		return readFixes(file)
	}
	for row, want := range map[string]string{
		"o/r\tabc\tfile\tperhaps\tfound\tquiet\t\n": `before "perhaps"`,
		"o/r\tabc\tfile\tfound\tperhaps\t\tx\n":     `now "perhaps"`,
		"o/r\tabc\tfile\tfound\tfound\t\t\n":        `after ""`,
		"o/r\tabc\tfile\tfound\tfound\trest\t\n":    "no reason",
		"o/r\tabc\tfile\tfound\tmissed\t\t\n":       "no reason",
	} {
		_, err := read(row)
		assert.ErrorContains(t, err, want)
	}

	list, err := read("o/r\ta\tfile\tfound\tfound\tquiet\t\n" +
		"o/r\tb\tfile\tmissed\tfound\trest\tx\n" +
		"o/r\tc\tfile\tfound\tmissed\t\tx\n" +
		"o/r\td\tfile\tfound\tnot loaded\t\tx\n" +
		"o/r\te\tgoroutine\t\tfound\tquiet\t\n" +
		"o/s\tf\tgoroutine\t\tnot run\t\tx\n")
	require.NoError(t, err)
	var b strings.Builder
	sumOfFixes(&b, list)
	assert.Contains(t, b.String(), "| o/r | 3 | 2 | 2 |\n| all | 3 | 2 | 2 |\n")
	assert.Contains(t, b.String(), "That is 67 % of the resources that load. Of 1 goroutines that load 1 are claimed")
}

// TestChanges: what a change adds, drops and alters is told, and what contradicts a
// verdict is worse.
func TestChanges(t *testing.T) {
	r := repository{name: "r", source: "o/r", revision: "abc"}
	leak := answer{"finding", "unclosed/leak", ""}
	detached, joined := answer{"finding", "untracked/raw-go", "detached"}, answer{"finding", "untracked/raw-go", "joined"}
	j := judgedOf([]verdict{
		{"o/r", "abc", place{"a.go", 1}, leak, right, "lost on error"},
		{"o/r", "abc", place{"a.go", 2}, leak, wrong, "closed by the caller"},
		{"o/r", "abc", place{"a.go", 3}, detached, right, "nobody waits"},
		{"o/r", "abc", place{"a.go", 5}, leak, missed, "opened through an interface"},
		{"o/r", "other", place{"a.go", 4}, leak, right, "of another revision"},
	}, r)
	was := snapshot{{"a.go", 1}: {leak}, {"a.go", 3}: {detached}, {"a.go", 4}: {leak}}
	is := snapshot{{"a.go", 2}: {leak}, {"a.go", 3}: {joined}, {"a.go", 5}: {leak, leak}}
	var got []string
	worse := 0
	for _, c := range diff(was, is) {
		for _, l := range j.explain(c) {
			got = append(got, l.text)
			if l.worse {
				worse++
			}
		}
	}
	assert.Equal(t, []string{
		"- a.go:1: finding unclosed/leak  [right: lost on error]",
		"+ a.go:2: finding unclosed/leak  [wrong: closed by the caller]",
		"- a.go:3: finding untracked/raw-go detached  [right: nobody waits]",
		"+ a.go:3: finding untracked/raw-go joined  [not judged]",
		"- a.go:4: finding unclosed/leak",
		"+ a.go:5: finding unclosed/leak  [missed: opened through an interface]",
		"+ a.go:5: finding unclosed/leak  [missed: opened through an interface]",
	}, got)
	assert.Equal(t, 3, worse)

	assert.Equal(t, map[string]tally{
		"unclosed/leak":    {right: 1, missed: 1, unjudged: 1},
		"untracked/raw-go": {right: 1},
	}, j.count(was))
	assert.Equal(t, map[string]tally{
		"unclosed/leak":    {right: 2, wrong: 1, missed: 1},
		"untracked/raw-go": {unjudged: 1, missed: 1},
	}, j.count(is))
}

// TestSnapshotRoundTrip: what is written is read again, in an order that does not
// depend on chance.
func TestSnapshotRoundTrip(t *testing.T) {
	s := snapshot{
		{"b.go", 2}: {{"launch", "f", "bound"}, {"finding", "untracked/raw-go", "bound"}},
		{"a.go", 9}: {{"resource", "os.Open", "deferred"}},
	}
	file := filepath.Join(t.TempDir(), "snapshot", "r.tsv")
	require.NoError(t, s.write(file))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "place\tkind\twhat\tvalue\na.go:9\tresource\tos.Open\tdeferred\n"+
		"b.go:2\tfinding\tuntracked/raw-go\tbound\nb.go:2\tlaunch\tf\tbound\n", string(text))
	again, err := readSnapshot(file)
	require.NoError(t, err)
	assert.Empty(t, diff(s, again))
}

func TestLabels(t *testing.T) {
	labels, err := readLabels(filepath.Join("..", "..", "audit", "labels.tsv"))
	require.NoError(t, err)
	require.NotEmpty(t, labels)

	var b strings.Builder
	labelTables(&b, []label{
		{source: "o/r", place: place{"a.go", 3}, kind: "resource", real: true, now: "claimed"},
		{source: "o/r", place: place{"a.go", 4}, kind: "resource", real: true, shape: "early-return", now: "quiet", why: "x"},
		{source: "o/r", place: place{"a.go", 5}, kind: "resource", now: "claimed", why: "y"},
		{source: "o/r", place: place{"a.go", 6}, kind: "resource", now: "not loaded", why: "z"},
		{source: "o/r", place: place{"a.go", 7}, kind: "goroutine", real: true, before: "bound", now: "claimed"},
		{source: "o/r", place: place{"a.go", 8}, kind: "goroutine", now: "joined"},
	})
	assert.Contains(t, b.String(), "| goroutine | 1 | 1 | 1 | 0 | 0 |\n| resource | 2 | 1 | 1 | 1 | 1 |\n")
	assert.Contains(t, b.String(), "| o/r a.go:4 | resource | early-return |  | quiet | x |\n")
	assert.Contains(t, b.String(), "| o/r a.go:7 | goroutine |  | bound | claimed |  |\n")
	assert.NotContains(t, b.String(), "a.go:3", "as it was labelled")
}

func TestLabelsRefused(t *testing.T) {
	for name, test := range map[string]struct{ row, want string }{
		"neither real nor false": {"o/r\tabc\ta.go\t3\tresource\tTP\t\t\tclaimed\t", `"TP" is neither`},
		"no answer":              {"o/r\tabc\ta.go\t3\tresource\treal\t\t\tfound\t", "is none of"},
		"missed without reason":  {"o/r\tabc\ta.go\t3\tresource\treal\t\t\tquiet\t", "no reason"},
		"wrong without reason":   {"o/r\tabc\ta.go\t3\tresource\tfalse\t\t\tclaimed\t", "no reason"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "labels.tsv")
			require.NoError(t, os.WriteFile(file, []byte("header\n"+test.row+"\n"), 0o666))
			_, err := readLabels(file)
			assert.ErrorContains(t, err, test.want)
		})
	}
}
