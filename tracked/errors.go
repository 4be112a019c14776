package tracked

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

// ErrShutdown says that a task was refused because its group is shut down. It
// is also the cause, see [context.Cause], for which Shutdown cancels tasks.
var ErrShutdown = errors.New("tracked: the group is shut down")

// ErrLimit says that TryGo refused a task because its group was at its limit.
var ErrLimit = errors.New("tracked: the group is at its limit")

// maxErrors is how many errors of tasks a group keeps.
const maxErrors = 64

// A TaskError is the error that a task ended with.
type TaskError struct {
	Task Info // as it was when it ended
	Err  error

	answer bool // it only says that its group has cancelled it
}

func (e *TaskError) Error() string { return fmt.Sprintf("task %s: %v", e.Task, e.Err) }

// Unwrap returns the error that the task's function returned.
func (e *TaskError) Unwrap() error { return e.Err }

// A PanicError is a panic of a task.
type PanicError struct {
	Task  Info
	Value any    // what was passed to panic
	Stack []byte // of the panicking goroutine, as of runtime/debug.Stack
}

func newPanicError(t *Task, v any) *PanicError {
	return &PanicError{Task: t.Info(), Value: v, Stack: debug.Stack()}
}

// Error names the task and the value. The stack is not in it: a process that
// crashes prints it anyway.
func (e *PanicError) Error() string { return fmt.Sprintf("panic in task %s: %v", e.Task, e.Value) }

// Unwrap returns the value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// A StragglerError lists the tasks that still ran when the context of Shutdown
// was done, oldest first.
type StragglerError struct {
	Tasks []Info
}

// Error lists each straggler: its name, where it was launched, and for how long
// it has been running, as of now. Those with the same name and launch site share
// a line.
func (e *StragglerError) Error() string { return e.describe(time.Now()) }

func (e *StragglerError) describe(now time.Time) string {
	type key struct {
		name, file string
		line       int
	}
	count := make(map[key]int)
	for _, t := range e.Tasks {
		count[key{t.Name, t.File, t.Line}]++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s still running", plural(len(e.Tasks), "task"))
	for _, t := range e.Tasks {
		k := key{t.Name, t.File, t.Line}
		age := now.Sub(t.Started).Round(time.Millisecond)
		switch n := count[k]; n {
		case 0: // listed already
		case 1:
			fmt.Fprintf(&b, "\n\t%s, running for %v", t, age)
		default:
			fmt.Fprintf(&b, "\n\t%d times %s, the oldest running for %v", n, t, age)
		}
		count[k] = 0
	}
	return b.String()
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// shutdownError is what Shutdown returns at its deadline.
type shutdownError struct {
	why        error
	at         time.Time
	stragglers *StragglerError // nil: only closers are late
	open       []string
	errs       []error
}

func (e *shutdownError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "tracked: shutdown: %v", e.why)
	if e.stragglers != nil {
		fmt.Fprintf(&b, ": %s", e.stragglers.describe(e.at))
	}
	if len(e.open) > 0 {
		fmt.Fprintf(&b, "\nnot closed: %s", strings.Join(e.open, ", "))
	}
	for _, err := range e.errs {
		fmt.Fprintf(&b, "\n%v", err)
	}
	return b.String()
}

func (e *shutdownError) Unwrap() []error {
	errs := []error{e.why}
	if e.stragglers != nil {
		errs = append(errs, e.stragglers)
	}
	return append(errs, e.errs...)
}

// keep records the error of a task that ends.
func (g *Group) keep(t *Task, err error) {
	g.failed.Add(1)
	e := &TaskError{Task: t.Info(), Err: err}
	e.Task.State = Ended
	if cause := context.Cause(t.Context()); cause != nil {
		g.mu.Lock()
		e.answer = cause == g.cancelled && (errors.Is(err, context.Canceled) || errors.Is(err, cause))
		g.mu.Unlock()
	}
	g.keepError(e, e.answer)
	if g.opts.CancelOnError {
		g.cancelAll(e)
	}
}

func (g *Group) keepError(err error, answer bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case len(g.errs) < maxErrors:
		g.errs = append(g.errs, err)
	case answer:
		g.droppedAnswers++
	default:
		g.dropped++
	}
}

// kept returns the errors recorded so far, with those or without those that only
// say that the group has cancelled the task.
func (g *Group) kept(answers bool) []error {
	g.mu.Lock()
	defer g.mu.Unlock()
	var errs []error
	for _, err := range g.errs {
		if e, ok := err.(*TaskError); answers || !ok || !e.answer {
			errs = append(errs, err)
		}
	}
	dropped := g.dropped
	if answers {
		dropped += g.droppedAnswers
	}
	if dropped > 0 {
		errs = append(errs, fmt.Errorf("tracked: and %s, not kept", plural(dropped, "more error")))
	}
	return errs
}

func joined(errs []error) error {
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}
