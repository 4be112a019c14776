package dropped

import (
	"fmt"
	"time"
)

func localCompared() bool {
	t := time.AfterFunc(time.Second, f) // want `dropped-handle`
	return t != nil
}

func localReset() {
	t := time.AfterFunc(time.Second, f) // want `dropped-handle`
	t.Reset(time.Minute)
}

func localBlank() {
	t := time.AfterFunc(time.Second, f) // want `dropped-handle`
	_ = t
}

func declared() {
	var t = time.AfterFunc(time.Second, f) // want `dropped-handle`
	_ = t
}

type keeper struct{ t *time.Timer }

func inStruct() {
	_ = keeper{t: time.AfterFunc(time.Second, f)} // want `dropped-handle`
}

func inPointer() {
	_ = &keeper{time.AfterFunc(time.Second, f)} // want `dropped-handle`
}

func inMap() {
	_ = map[string]*time.Timer{"a": time.AfterFunc(time.Second, f)} // want `dropped-handle`
}

func deferredTimer() {
	defer time.AfterFunc(time.Second, f) // want `dropped-handle`
}

func resetDeferred() {
	defer time.AfterFunc(time.Second, f).Reset(time.Minute) // want `dropped-handle`
}

func eq() bool {
	return time.AfterFunc(time.Second, f) == nil // want `dropped-handle`
}

func ifInit() {
	if t := time.AfterFunc(time.Second, f); t == nil { // want `dropped-handle`
		f()
	}
}

func paren() {
	_ = (time.AfterFunc(time.Second, f)) // want `dropped-handle`
}

func iface() {
	_ = any(time.AfterFunc(time.Second, f)) // want `dropped-handle`
}

func blankMany() {
	_, _ = time.AfterFunc(time.Second, f), 1 // want `dropped-handle`
}

func stopped() {
	t := time.AfterFunc(time.Second, f)
	t.Stop()
}

func stoppedIn(g func()) {
	t := time.AfterFunc(time.Second, f)
	g()
	if !t.Stop() {
		fmt.Println("ran")
	}
}

func field(h *keeper) {
	h.t = time.AfterFunc(time.Second, f)
}

func givenTimer(use func(*time.Timer)) { use(time.AfterFunc(time.Second, f)) }

func sent(c chan *time.Timer) { c <- time.AfterFunc(time.Second, f) }

func captured() func() bool {
	t := time.AfterFunc(time.Second, f)
	return func() bool { return t.Stop() }
}

func resetUsed() bool {
	return time.AfterFunc(time.Second, f).Reset(time.Minute)
}

func named() (t *time.Timer) {
	t = time.AfterFunc(time.Second, f)
	return
}

func stopImmediately() bool { return time.AfterFunc(time.Second, f).Stop() }

func copied() {
	t := time.AfterFunc(time.Second, f)
	u := t
	u.Stop()
}

func copiedDropped() {
	t := time.AfterFunc(time.Second, f) // want `dropped-handle`
	u := t
	_ = u
}

var global = time.AfterFunc(time.Hour, f)

var _ = time.AfterFunc(time.Hour, f) // want `dropped-handle`

func again() {
	var t *time.Timer
	t = time.AfterFunc(time.Second, func() { // want `dropped-handle`
		f()
		t.Reset(time.Second)
	})
}

func switched() {
	switch time.AfterFunc(time.Second, f) { // want `dropped-handle`
	case nil:
	}
}
