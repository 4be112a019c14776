package baseline

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
)

func raw(function, callee string) finding.Finding {
	return finding.Finding{Span: finding.Span{File: "/m/a.go", Line: 7}, Rule: finding.RawGo, Status: finding.New,
		Package: "example.com/m", Function: function, Subject: callee}
}

func always(Kind) bool            { return true }
func never(*finding.Finding) bool { return false }
func statuses(list []finding.Finding) (out []finding.Status) {
	for _, f := range list {
		out = append(out, f.Status)
	}
	return out
}

func TestMark(t *testing.T) {
	b := Of([]finding.Finding{raw("f", "g"), raw("f", "g"), raw("f", "func literal")})
	for _, tt := range []struct {
		name  string
		found []finding.Finding
		want  []finding.Status
	}{
		{"as it was", []finding.Finding{raw("f", "func literal"), raw("f", "g"), raw("f", "g")}, []finding.Status{"baseline", "baseline", "baseline"}},
		{"one more", []finding.Finding{raw("f", "g"), raw("f", "g"), raw("f", "g")}, []finding.Status{"baseline", "baseline", "new"}},
		{"another callee", []finding.Finding{raw("f", "h"), raw("f", "g")}, []finding.Status{"new", "baseline"}},
		{"another function", []finding.Finding{raw("f2", "g"), raw("f", "g")}, []finding.Status{"new", "baseline"}},
	} {
		b.Mark(tt.found, never)
		assert.Equal(t, tt.want, statuses(tt.found), tt.name)
	}
	assert.Equal(t, 3, b.Len(), "marking takes nothing out")

	suppressed := []finding.Finding{raw("f", "g"), raw("f", "g"), raw("f", "g")}
	suppressed[0].Status = finding.Suppressed
	b.Mark(suppressed, never)
	assert.Equal(t, []finding.Status{"suppressed", "baseline", "baseline"}, statuses(suppressed))
}

// A finding whose launch a fix has written another way is known as what it was before, once.
func TestMarkFixed(t *testing.T) {
	fixed := raw("f", "(sync.WaitGroup).Go")
	fixed.Before = []string{"g", "func literal"}
	b := Of([]finding.Finding{raw("f", "func literal"), raw("f", "func literal")})
	found := []finding.Finding{fixed, fixed, raw("f", "func literal")}
	b.Mark(found, never)
	assert.Equal(t, []finding.Status{"baseline", "new", "baseline"}, statuses(found))
	assert.Empty(t, b.Gone(b.Found(found), always))
	missing := b.Missing(b.Found(found))
	assert.Equal(t, "(sync.WaitGroup).Go", missing[0].Callee, "what is added has its own name")
	assert.True(t, b.TakeFinding(&fixed))

	b = Of([]finding.Finding{fixed})
	found = []finding.Finding{fixed, raw("f", "func literal")}
	b.Mark(found, never)
	assert.Equal(t, []finding.Status{"baseline", "new"}, statuses(found), "a go statement in its place is new")
}

// Of several alike the ones on changed lines are new.
func TestMarkFresh(t *testing.T) {
	b := Of([]finding.Finding{raw("f", "g")})
	found := []finding.Finding{raw("f", "g"), raw("f", "g")}
	found[0].Line, found[1].Line = 3, 7
	b.Mark(found, func(f *finding.Finding) bool { return f.Line == 3 })
	assert.Equal(t, []finding.Status{"new", "baseline"}, statuses(found))
	assert.Empty(t, found[0].Related, "that it is this one can be told")

	for _, all := range []bool{false, true} {
		found := []finding.Finding{raw("f", "g"), raw("f", "g"), raw("f", "g")}
		for i := range found {
			found[i].Line = 3 + i
		}
		b.Mark(found, func(*finding.Finding) bool { return all })
		assert.Equal(t, []finding.Status{"baseline", "new", "new"}, statuses(found))
		assert.Equal(t, "2 more in this function than the baseline's 1: 2 of lines 3, 4, 5", found[2].Related[0].Message)
	}
}

func TestShrink(t *testing.T) {
	b := Of([]finding.Finding{raw("f", "g"), raw("f", "g"), raw("f", "h")})
	found := Of([]finding.Finding{raw("f", "g"), raw("f", "i")})
	gone := b.Gone(found, always)
	assert.Equal(t, 2, Count(gone))
	assert.Empty(t, b.Gone(found, func(Kind) bool { return false }), "not looked at, not gone")
	b.Remove(gone)
	assert.Equal(t, []Entry{{Kind: Kind{"example.com/m", finding.RawGo, "f", "g", false}, Count: 1}}, b.Entries())
	missing := b.Missing(found)
	assert.Equal(t, []Entry{{Kind: Kind{"example.com/m", finding.RawGo, "f", "i", false}, Count: 1}}, missing)
	b.Add(missing)
	assert.Equal(t, 2, b.Len())
	assert.Empty(t, b.Missing(found))
}

func TestFile(t *testing.T) {
	test := raw("", "a/b.Open")
	test.File = "/m/a_test.go"
	b := Of([]finding.Finding{raw("(*T).f", "<-g"), raw("(*T).f", "<-g"), test})
	name := filepath.Join(t.TempDir(), FileName)
	require.NoError(t, b.Write(name))
	src, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, `{
  "version": 1,
  "findings": [
    {"package":"example.com/m","rule":"untracked/raw-go","callee":"a/b.Open","test":true,"count":1},
    {"package":"example.com/m","rule":"untracked/raw-go","function":"(*T).f","callee":"<-g","count":2}
  ]
}
`, string(src))
	again, err := Read(name)
	require.NoError(t, err)
	assert.Equal(t, b.counts, again.counts)

	require.NoError(t, Of(nil).Write(name))
	empty, err := Read(name)
	require.NoError(t, err)
	assert.Zero(t, empty.Len())
}

func TestFileErrors(t *testing.T) {
	const entry = `{"package":"p","rule":"r","count":1}`
	for src, want := range map[string]string{
		"":                                     ":1: not a baseline: the file is empty",
		"{\n\"version\": 2, \"findings\": []}": "version 2: this tether reads version 1",
		"{\n\"version\": 1,\n\"findigs\": []}": `unknown field "findigs"`,
		"{\n\"version\": 1,\n\"findings\": [" + entry + ",]}":   ":3: not a baseline",
		"{\"version\": 1, \"findings\": [{\"package\":\"p\"}]}": "an entry without",
		"{\"version\": 1,\n<<<<<<< ours\n\"findings\": []}":     ":2: a merge conflict",
		"{\"version\": 1, \"findings\": []} x":                  "something follows",
		"{\"version\": 1, \"findings\":\n {}}":                  ":2: not a baseline",
	} {
		_, err := parse([]byte(src))
		require.Error(t, err, src)
		assert.Contains(t, err.Error(), want, src)
	}
	twice, err := parse([]byte(`{"version": 1, "findings": [` + entry + `,` + entry + `]}`))
	require.NoError(t, err)
	assert.Equal(t, 2, twice.Len())
}

// A checkout on Windows may have other line ends, and a callee may hold what JSON escapes.
func TestFromWindows(t *testing.T) {
	name := filepath.Join(t.TempDir(), FileName)
	kind := Kind{Rule: "unclosed/leak", Package: "p", Function: "F", Callee: "open(`C:\\x`)"}
	b := Of(nil)
	b.counts[kind] = 2
	require.NoError(t, b.Write(name))
	src, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n")), 0o666))
	again, err := Read(name)
	require.NoError(t, err)
	assert.Equal(t, b.Entries(), again.Entries())
}

// Runs that write a baseline at once leave it whole, as one of them wrote it, and
// nothing beside it.
func TestWriteAtOnce(t *testing.T) {
	name := filepath.Join(t.TempDir(), FileName)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			b := Of(nil)
			for j := range 50 * (i + 1) {
				b.counts[Kind{Rule: "untracked/raw-go", Package: "p", Function: strconv.Itoa(j)}] = i + 1
			}
			for range 20 {
				assert.NoError(t, b.Write(name))
				if _, err := Read(name); !errors.Is(err, fs.ErrNotExist) {
					assert.NoError(t, err)
				}
			}
		})
	}
	wg.Wait()
	b, err := Read(name)
	require.NoError(t, err)
	entries := b.Entries()
	assert.Len(t, entries, 50*entries[0].Count)
	left, err := os.ReadDir(filepath.Dir(name))
	require.NoError(t, err)
	assert.Len(t, left, 1)
}

// Rules that are newer than a baseline find warnings, until they are accepted.
func TestNewerRules(t *testing.T) {
	old, err := parse([]byte(`{"version": 1, "findings": []}`))
	require.NoError(t, err)
	assert.True(t, old.Knows(finding.RawGo))
	assert.False(t, old.Knows(finding.Stuck), "baselines of that time were made without")
	found := []finding.Finding{raw("f", "g"), {Rule: finding.Stuck, Package: "p", Status: finding.New}}
	old.Mark(found, func(*finding.Finding) bool { return false })
	assert.False(t, found[0].Warning)
	assert.True(t, found[1].Warning)
	src, err := old.Encode()
	require.NoError(t, err)
	assert.NotContains(t, string(src), "rules", "nobody has accepted anything")

	old.Accept(finding.Stuck)
	old.Version = "v1.2.3"
	src, err = old.Encode()
	require.NoError(t, err)
	again, err := parse(src)
	require.NoError(t, err)
	assert.Equal(t, old.Rules, again.Rules)
	assert.Equal(t, "v1.2.3", again.Version)
	assert.True(t, again.Knows(finding.Stuck))
	assert.False(t, again.Knows(finding.UnreleasedField))
}

// An entry counts until its day is over.
func TestUntil(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1806451200") // 2027-03-31
	for until, status := range map[string]finding.Status{"2027-03-31": finding.Baseline, "2027-03-30": finding.New} {
		b, err := parse([]byte(`{"version": 1, "findings": [{"package": "example.com/m", "rule": "untracked/raw-go", "function": "f", "callee": "g", "count": 1, "until": "` + until + `"}]}`))
		require.NoError(t, err)
		found := []finding.Finding{raw("f", "g")}
		b.Mark(found, func(*finding.Finding) bool { return false })
		assert.Equal(t, status, found[0].Status, until)
		src, err := b.Encode()
		require.NoError(t, err)
		assert.Contains(t, string(src), until, "it is kept")
	}
	_, err := parse([]byte(`{"version": 1, "findings": [{"package": "p", "rule": "r", "count": 1, "until": "soon"}]}`))
	assert.ErrorContains(t, err, `until: "soon" is not a date`)
}
