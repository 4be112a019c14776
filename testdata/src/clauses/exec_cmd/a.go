// Package execcmd starts commands.
package execcmd

import (
	"bytes"
	"context"
	"errors"
	"log"
	"os"
	"os/exec"
	"testing"
	"time"
)

// Waited is waited for.
func Waited() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

// Never is not.
func Never() error {
	cmd := exec.Command("true")
	return cmd.Start() // want "untracked/dropped-handle detached"
}

// SomePath forgets on one path.
func SomePath(bad bool) error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil { // want "untracked/dropped-handle detached"
		return err
	}
	if bad {
		return errors.New("bad")
	}
	return cmd.Wait()
}

// Temp has no name.
func Temp() error {
	return exec.Command("true").Start() // want "untracked/dropped-handle detached"
}

// Process waits by the process.
func Process() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	_, err := cmd.Process.Wait()
	return err
}

// Release lets go.
func Release() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

// Kill is no wait.
func Kill() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil { // want "untracked/dropped-handle detached"
		return err
	}
	return cmd.Process.Kill()
}

// Deferred waits in a defer.
func Deferred() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	defer cmd.Wait()
	return nil
}

// InGo waits in a goroutine: the command is handed to it.
func InGo() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { // want "untracked/raw-go detached"
		if err := cmd.Wait(); err != nil {
			log.Print(err)
		}
	}()
	return nil
}

// GoWait launches the Wait.
func GoWait() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // want "untracked/raw-go detached"
	return nil
}

// Returned hands it over.
func Returned() (*exec.Cmd, error) {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd, nil
}

// ReturnedProcess hands the process over.
func ReturnedProcess() (*os.Process, error) {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd.Process, nil
}

// Passed to a function that waits.
func Passed() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	return finish(cmd)
}

func finish(cmd *exec.Cmd) error { return cmd.Wait() }

// PassedNot to one that does not.
func PassedNot() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil { // want "untracked/dropped-handle detached"
		return err
	}
	show(cmd)
	return nil
}

func show(cmd *exec.Cmd) { log.Print(cmd.Args) }

// Runs needs no wait.
func Runs() error {
	cmd := exec.Command("true")
	return cmd.Run()
}

// Started by a callee that was given the command.
func start(cmd *exec.Cmd) error { return cmd.Start() }

// StartedElsewhere waits here.
func StartedElsewhere() error {
	cmd := exec.Command("true")
	if err := start(cmd); err != nil {
		return err
	}
	return cmd.Wait()
}

// field waits elsewhere.
type field struct{ cmd *exec.Cmd }

func (f *field) start() error {
	f.cmd = exec.Command("true")
	return f.cmd.Start()
}

func (f *field) stop() error { return f.cmd.Wait() }

// fieldNever does not.
type fieldNever struct{ proc *exec.Cmd }

func (f *fieldNever) start() error {
	f.proc = exec.Command("true")
	return f.proc.Start() // want "untracked/dropped-handle detached"
}

func (f *fieldNever) stop() error { return f.proc.Process.Kill() }

// stored in a field after the start.
type stored struct{ c *exec.Cmd }

func (s *stored) start() error {
	cmd := exec.CommandContext(context.Background(), "true")
	cmd.Stdout = new(bytes.Buffer)
	if err := cmd.Start(); err != nil {
		return err
	}
	s.c = cmd
	return nil
}

func (s *stored) stop() error { return s.c.Wait() }

// processKept keeps the process.
type processKept struct{ p *os.Process }

func (k *processKept) start() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	k.p = cmd.Process
	return nil
}

func (k *processKept) stop() error {
	_, err := k.p.Wait()
	return err
}

// Timeout waits on one arm.
func Timeout() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }() // want "untracked/raw-go detached"
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return cmd.Process.Kill()
	}
}

// Fatal ends the process.
func Fatal() {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		log.Fatal(err)
	}
}

// Loop forgets all but the last.
func Loop(names []string) error {
	var cmd *exec.Cmd
	for _, n := range names {
		cmd = exec.Command(n)
		if err := cmd.Start(); err != nil { // want "untracked/dropped-handle detached"
			return err
		}
	}
	return cmd.Wait()
}

// LoopKept keeps them in a slice.
func LoopKept(names []string) error {
	var cmds []*exec.Cmd
	for _, n := range names {
		cmd := exec.Command(n)
		if err := cmd.Start(); err != nil { // want "untracked/dropped-handle detached"
			return err
		}
		cmds = append(cmds, cmd)
	}
	for _, c := range cmds {
		if err := c.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// Ignored the error of Start.
func Ignored() {
	cmd := exec.Command("true")
	cmd.Start() // want "untracked/dropped-handle detached"
}

// Made by a function of the package.
func command(name string) *exec.Cmd {
	c := exec.Command(name)
	c.Stderr = os.Stderr
	return c
}

// FromMaker is never waited for.
func FromMaker() error {
	c := command("true")
	return c.Start() // want "untracked/dropped-handle detached"
}

// FromMakerWaited is.
func FromMakerWaited() error {
	c := command("true")
	if err := c.Start(); err != nil {
		return err
	}
	return c.Wait()
}

// Param is the caller's.
func Param(c *exec.Cmd) error { return c.Start() }

// Value is a struct on the stack.
func Value() error {
	c := exec.Cmd{Path: "/bin/true"}
	return c.Start() // want "untracked/dropped-handle detached"
}

// Cleanup waits at the end of the test.
func Cleanup(t testing.TB) {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Wait() })
}

// CleanupKills does not wait.
func CleanupKills(t testing.TB) {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil { // want "untracked/dropped-handle detached"
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
}

// Closure waits in a closure that is returned.
func Closure() (func() error, error) {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return func() error { return cmd.Wait() }, nil
}

// MethodValue returns the Wait.
func MethodValue() (func() error, error) {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd.Wait, nil
}

// Sent through a channel.
func Sent(c chan<- *exec.Cmd) error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	c <- cmd
	return nil
}

// Path is all that a literal that is kept uses of the command.
func Path(keep func(func() string)) error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil { // want "untracked/dropped-handle detached"
		return err
	}
	keep(func() string { return cmd.Path })
	return nil
}

// Killed gives its process to who may wait.
func Killed(keep func(func() error)) error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	keep(func() error {
		_, err := cmd.Process.Wait()
		return err
	})
	return nil
}
