package res

import (
	"encoding/json"
	"os"
	"runtime"
)

// A Case is one generated function.
type Case struct {
	ID  int
	Run func()
}

// Bounds of what is tried: how often one point decides freely in a run (then it says
// no, so that loops end), how many decisions a run takes, and how many runs there are.
const (
	free  = 3
	depth = 16
	most  = 3000
)

// The state of the run.
var (
	vector []bool // the decisions
	taken  int    // how many of them have been taken
	asked  = map[int]int{}
	cut    bool // something was not tried
	opened []*R
	twice  map[int]bool // sites that opened while an earlier one of theirs was open
)

func decide(point int) bool {
	if asked[point]++; asked[point] > free {
		return false
	}
	if taken == depth {
		cut = true
		return false
	}
	if taken == len(vector) {
		vector = append(vector, false)
	}
	taken++
	return vector[taken-1]
}

func add(site int) *R {
	for _, r := range opened {
		if r.site == site && r.open {
			twice[site] = true
		}
	}
	r := &R{site: site, open: true, unwinding: unwinding()}
	opened = append(opened, r)
	return r
}

// A Truth is what the runs of a case showed.
type Truth struct {
	ID, Runs int
	Complete bool         // everything within the bounds was tried
	Opened   map[int]bool // sites that opened something
	Leaks    map[int]bool // sites of what was open, and not kept, when its function returned
	Twice    map[int]bool // sites of which several were open at once
}

// Main runs the cases and prints a truth for each.
func Main(cases ...[]Case) {
	out := json.NewEncoder(os.Stdout)
	for _, list := range cases {
		for _, c := range list {
			if err := out.Encode(explore(c)); err != nil {
				panic(err)
			}
		}
	}
}

// explore runs a case over all decisions.
func explore(c Case) Truth {
	x := &exploration{run: c.Run, done: make(chan struct{})}
	x.truth = Truth{ID: c.ID, Complete: true, Opened: map[int]bool{}, Leaks: map[int]bool{}, Twice: map[int]bool{}}
	vector, cut, twice = nil, false, x.truth.Twice
	go x.work()
	<-x.done
	return x.truth
}

type exploration struct {
	run   func()
	truth Truth
	done  chan struct{}
	depth int // of unwinding, at the end of the run
}

// work goes on with the exploration, on a goroutine that a run may end.
func (x *exploration) work() {
	ended := true
	defer func() {
		if ended && x.record() {
			go x.work()
		} else {
			close(x.done)
		}
	}()
	for {
		taken, opened = 0, opened[:0]
		clear(asked)
		x.call()
		if !x.record() {
			ended = false
			return
		}
	}
}

// record takes down what a run showed, and reports whether there is another one, whose
// decisions are those of vector then. Nothing leaks where a panic or Goexit goes through,
// but what a deferred literal opens meanwhile does, if the literal returns: then nothing
// unwinds further in than it.
func (x *exploration) record() bool {
	t := &x.truth
	t.Runs++
	for _, r := range opened {
		t.Opened[r.site] = true
		if r.open && !r.kept && r.unwinding >= x.depth {
			t.Leaks[r.site] = true
		}
	}
	vector = vector[:taken]
	for len(vector) > 0 && vector[len(vector)-1] {
		vector = vector[:len(vector)-1]
	}
	if len(vector) == 0 || t.Runs == most {
		t.Complete = !cut && len(vector) == 0
		return false
	}
	vector[len(vector)-1] = true
	return true
}

// call makes a run, which may panic.
func (x *exploration) call() {
	defer func() {
		x.depth = unwinding()
		recover()
	}()
	x.run()
}

// unwinding is how many panics and Goexits are under way.
func unwinding() (depth int) {
	var stack [64]uintptr
	for _, pc := range stack[:runtime.Callers(2, stack[:])] {
		switch runtime.FuncForPC(pc - 1).Name() {
		case "runtime.gopanic", "runtime.Goexit":
			depth++
		}
	}
	return depth
}
