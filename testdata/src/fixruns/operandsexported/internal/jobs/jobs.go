// Package jobs has exported variables that only packages below operandsexported may set.
package jobs

import "sync"

// want: Kept.Add("own kept")
// want: swapped := Swapped
// want: Plain("plain")
// want: pointed := Pointed

type Queue struct{ Name string }

func (q *Queue) Add(s string) { Show(q.Name + ": " + s) }

var (
	Kept    = &Queue{"kept"}
	Swapped = &Queue{"swapped"}
	Pointed = func(s string) { Show(s) }
	Plain   = func(s string) { Show(s) }

	mu    sync.Mutex
	Wait  sync.WaitGroup
	shown map[string]bool
)

func Show(s string) {
	mu.Lock()
	if shown == nil {
		shown = make(map[string]bool)
	}
	shown[s] = true
	mu.Unlock()
	Wait.Done()
}

func Shown(s string) bool {
	mu.Lock()
	defer mu.Unlock()
	return shown[s]
}

func Start() {
	go Kept.Add("own kept")       // fix: yes
	go Swapped.Add("own swapped") // fix: yes
	go Plain("plain")             // fix: yes
	go Pointed("pointed")         // fix: yes
}
