package stack

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHeader(t *testing.T) {
	for line, want := range map[string]Goroutine{
		"goroutine 7 [running]:": {State: "running"},
		"goroutine 7 gp=0xc0 m=nil mp=0x2 [chan receive, 3 minutes]:":           {State: "chan receive", Wait: 3 * time.Minute},
		"goroutine 7 [select, 125 minutes, locked to thread]:":                  {State: "select", Wait: 125 * time.Minute},
		"goroutine 7 [select (no cases) (leaked)]:":                             {State: "select (no cases)", Leaked: true},
		"goroutine 7 [chan send, 2 minutes (leaked)]:":                          {State: "chan send", Wait: 2 * time.Minute, Leaked: true},
		"goroutine 7 [chan receive (scan) (durable), synctest bubble 3]:":       {State: "chan receive"},
		"goroutine 7 [GC worker (idle)]:":                                       {State: "GC worker (idle)"},
		`goroutine 7 [sleep labels:{"task": "a, b", "k": "}]"}]:`:               {State: "sleep", Labels: map[string]string{"task": "a, b", "k": "}]"}},
		`goroutine 7 [sleep, 1 minutes] {task: poller, url: "http://a, b: c"}:`: {State: "sleep", Wait: time.Minute, Labels: map[string]string{"task": "poller", "url": "http://a, b: c"}},
		`goroutine 7 [chan send (leaked)] {task: "say \"x\""}:`:                 {State: "chan send", Leaked: true, Labels: map[string]string{"task": `say "x"`}},
	} {
		want.Count, want.ID = 1, 7
		got, ok := parseHeader(line)
		assert.True(t, ok, line)
		assert.Equal(t, want, got, line)
	}
	for _, line := range []string{"goroutine 7", "goroutine x [running]:", "goroutine 7 [running]", "goroutine 7 is [running]:", "goroutine 7 [running] of them:", "goroutine -1 [running]:"} {
		_, ok := parseHeader(line)
		assert.False(t, ok, line)
	}
}

func TestSymbol(t *testing.T) {
	for name, want := range map[string][2]string{
		"main.main":                                     {"main", "main"},
		"net/http.(*Server).Serve":                      {"net/http", "(*Server).Serve"},
		"gopkg.in/tomb%2ev2.(*Tomb).Go.func1":           {"gopkg.in/tomb.v2", "(*Tomb).Go.func1"},
		"example.com/a.b/c.F[go.shape.int]":             {"example.com/a.b/c", "F"},
		"example.com/c.(*T[...]).m":                     {"example.com/c", "(*T).m"},
		"example.com/c.F[map[string]example.com/d.T].1": {"example.com/c", "F.1"},
		"panic": {"", "panic"},
	} {
		path, rest := Package(name)
		assert.Equal(t, want, [2]string{path, rest}, name)
	}
	assert.Equal(t, "gopkg.in/tomb.v2.(*Tomb).Go", Symbol("gopkg.in/tomb%2ev2.(*Tomb).Go"))
}

const block = `goroutine 18 [chan receive, 3 minutes]:
main.poll({0x1, 0x2}, ...)
	/app/main.go:68 +0x1d
main.generic[...](...)
	/app/main.go:72
created by main.launch.func3 in goroutine 1
	/app/main.go:53 +0x67
`

func theBlock() Goroutine {
	return Goroutine{
		Count: 1, ID: 18, Parent: 1, State: "chan receive", Wait: 3 * time.Minute,
		Stack:   []Frame{{"main.poll", "/app/main.go", 68, 0}, {"main.generic[...]", "/app/main.go", 72, 0}},
		Creator: &Frame{"main.launch.func3", "/app/main.go", 53, 0},
	}
}

// TestWays: one goroutine, in all surroundings in which it may be found.
func TestWays(t *testing.T) {
	before := func(prefix string) string {
		return prefix + strings.ReplaceAll(strings.TrimSuffix(block, "\n"), "\n", "\n"+prefix) + "\n"
	}
	for name, text := range map[string]string{
		"alone":              block,
		"without an end":     strings.TrimSuffix(block, "\n"),
		"in a log":           "starting\n2026/11/28 listening\n\npanic: boom\n\n" + block + "exit status 2\nrestarted\n",
		"other line ends":    strings.ReplaceAll(block, "\n", "\r\n"),
		"behind a name":      before("app_1  | "),
		"behind a time":      before("2026-11-28T04:46:07.123456789Z stderr F "),
		"behind no tabs":     strings.ReplaceAll(before("Nov 28 04:46:07 host app[123]: "), "\t", "        "),
		"quoted":             `{"level":"error","stack":"` + strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(block) + `"}` + "\n",
		"with ancestors":     block + "[originating from goroutine 1]:\nmain.launch(...)\n\t/app/main.go:50 +0x67\ncreated by main.main\n\t/app/main.go:9\n",
		"with elided ones":   strings.Replace(block, "main.generic", "...101 frames elided...\nmain.generic", 1),
		"with C":             strings.Replace(block, "main.generic", "non-Go function\n\tpc=0x1234\nmain.generic", 1),
		"with registers":     "SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\ngoroutine 0 gp=0x1 m=0 mp=0x2 [idle]:\nruntime.futex(0x1)\n\t/go/src/runtime/sys_linux_amd64.s:569 +0x21 fp=0x7 sp=0x7 pc=0x4\n\n" + block + "\nrax    0xca\nrbx    0x0\n",
		"beside a small one": block + "\n" + strings.Replace(block, "18", "19", 1) + "\nrecovered\n" + strings.Replace(block, "18", "20", 1),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(text)
			require.NoError(t, err)
			want := []Goroutine{theBlock()}
			if name == "beside a small one" {
				other := theBlock()
				other.ID = 19
				want = append(want, other)
				assert.Equal(t, 1, got.Others)
			}
			assert.Equal(t, want, got.Goroutines)
		})
	}
}

func TestClockMoves(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(block, "\n"), "\n")
	for i := range lines {
		lines[i] = "2026/11/28 04:46:0" + string(rune('0'+i)) + " app: " + lines[i]
	}
	got, err := Parse(strings.Join(lines, "\n"))
	require.NoError(t, err)
	assert.Equal(t, []Goroutine{theBlock()}, got.Goroutines)
}

func TestRestarted(t *testing.T) {
	later := strings.Replace(block, "main.poll", "main.other", 1)
	got, err := Parse(block + "\n" + later)
	require.NoError(t, err)
	require.Len(t, got.Goroutines, 1)
	assert.Equal(t, "main.other", got.Goroutines[0].Stack[0].Func)
}

func TestCounts(t *testing.T) {
	got, err := Parse("goroutineleak profile: total 3\n2 @ 0x1 0x2\n# labels: {\"task\":\"a, \\\"b\\\"\"}\n#\t0x1\tmain.f[...]+0x5e\t\t/app/main.go:72\n#\t0x2\tmain.g+0x5e\t/a b/main.go:7\n\n1 @\n\n")
	require.NoError(t, err)
	assert.Equal(t, LeakProfile, got.Profile)
	assert.Equal(t, []Goroutine{
		{Count: 2, Leaked: true, Labels: map[string]string{"task": `a, "b"`}, Stack: []Frame{{"main.f[...]", "/app/main.go", 72, 0}, {"main.g", "/a b/main.go", 7, 0}}},
		{Count: 1, Leaked: true},
	}, got.Goroutines)
	none, err := Parse("goroutineleak profile: total 0\n")
	require.NoError(t, err)
	assert.Empty(t, none.Goroutines)
}

// TestCut: a profile that ends anywhere within a goroutine is truncated, or none.
func TestCut(t *testing.T) {
	other := strings.Replace(block, "18", "19", 1)
	whole := other + "\n" + block
	for end := len(other) + len("\ngoroutine 18 [chan receive, 3 minutes]:"); end < len(whole); end++ {
		// Behind the address nothing is missing but the end of the line; and the address.
		if strings.Contains(whole[len(other):end], ":53 +0x") {
			break
		}
		_, err := Parse(whole[:end])
		assert.ErrorIs(t, err, ErrTruncated, "%q", whole[len(other):end])
	}
	_, err := Parse("")
	assert.ErrorIs(t, err, ErrNone)
	_, err = Parse("goroutine profile: total 4\n1 @ 0x1\n#\t0x1\tmain.f+0x5e\t/app/main.go:72\n\n")
	assert.ErrorIs(t, err, ErrTruncated)
	_, err = Parse("goroutine profile: total 1\n1 @ 0x1\n#\t0x1\tmain.f+0x5e\t/app/main.go:7")
	assert.ErrorIs(t, err, ErrTruncated)
}

// FuzzParse: whatever is read, it neither fails otherwise than it says, nor does what
// it returns break its word.
func FuzzParse(f *testing.F) {
	f.Add(block)
	recorded, _ := filepath.Glob("../cli/testdata/live/recorded/*.txt")
	require.NotEmpty(f, recorded)
	for _, name := range recorded {
		text, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Parse(text)
		if err != nil && !errors.Is(err, ErrNone) && !errors.Is(err, ErrTruncated) {
			t.Fatal(err)
		}
		for _, g := range got.Goroutines {
			if g.Count < 1 || g.Wait < 0 || g.ID < 0 {
				t.Errorf("%+v", g)
			}
			for _, frame := range g.Stack {
				if Symbol(frame.Func) == "" || frame.Line < 0 {
					t.Errorf("%+v", frame)
				}
			}
		}
	})
}
