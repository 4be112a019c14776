package dropped

import (
	"context"
	"errors"
	"log"
	"os"
	"os/exec"
	"time"
)

func never(name string) error {
	cmd := exec.Command(name)
	return cmd.Start() // want `cmd is started, but neither waited for nor handed over when never returns at line 14: call cmd.Wait\(\) on that path; .*\(untracked/dropped-handle\)`
}

func early(ctx context.Context, name string, quick bool) error {
	cmd := exec.CommandContext(ctx, name)
	if err := cmd.Start(); err != nil { // want `returns at line 23`
		return err
	}
	if quick {
		return nil
	}
	return cmd.Wait()
}

func killed(name string) error {
	cmd := &exec.Cmd{Path: name}
	if err := cmd.Start(); err != nil { // want `dropped-handle`
		return err
	}
	log.Print(cmd.Process.Pid)
	return cmd.Process.Kill()
}

func nameless(name string) error {
	return exec.Command(name).Start() // want `the command started by \(\*exec\.Cmd\)\.Start is not assigned to a variable`
}

func loop(names []string) {
	for _, name := range names {
		cmd := exec.Command(name)
		if cmd.Start() != nil { // want `dropped-handle`
			continue
		}
		if name == "" {
			continue
		}
		_ = cmd.Wait()
	}
}

func byTimer(name string) {
	cmd := exec.Command(name)
	_ = cmd.Start() // want `dropped-handle`
	t := time.AfterFunc(time.Second, func() { _ = cmd.Process.Kill() })
	t.Stop()
}

// Waited for, or handed over, in one way or another.

func waited(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

func deferred(name string) error {
	cmd := exec.Command(name)
	defer func() { _ = cmd.Wait() }()
	return cmd.Start()
}

func process(name string, detach bool) error {
	cmd := exec.Command(name)
	err := cmd.Start()
	if err != nil {
		return err
	}
	if detach {
		return cmd.Process.Release()
	}
	_, err = cmd.Process.Wait()
	return err
}

func given(name string) (*os.Process, error) {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd.Process, nil
}

func launched(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // want `raw-go`
	return nil
}

func passed(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return reap(cmd)
}

func reap(cmd *exec.Cmd) error { return cmd.Wait() }

func borrowed(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil { // want `dropped-handle`
		return err
	}
	show(cmd)
	return nil
}

func show(cmd *exec.Cmd) { log.Print(cmd.Args) }

func callers(cmd *exec.Cmd) error { return cmd.Start() }

func fatal(name string) {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	if errors.Is(cmd.Wait(), os.ErrClosed) {
		os.Exit(1)
	}
}

func helper(names []string) error {
	start := func(cmd *exec.Cmd) error { return cmd.Start() }
	var all []*exec.Cmd
	for _, name := range names {
		cmd := exec.Command(name)
		if err := cmd.Start(); err != nil { // want `dropped-handle`
			return err // with those before
		}
		all = append(all, cmd)
	}
	for _, cmd := range all {
		_ = cmd.Wait()
	}
	all = nil
	for _, name := range names {
		if cmd := exec.Command(name); cmd.Start() == nil {
			all = append(all, cmd)
		}
	}
	for i := range all {
		_ = all[i].Wait()
	}
	return start(nil)
}

type daemon struct {
	cmd   *exec.Cmd
	stray *exec.Cmd
	Shown *exec.Cmd
	*exec.Cmd
}

func (d *daemon) start() error {
	d.cmd = exec.Command("daemon")
	d.stray = exec.Command("daemon")
	d.Shown = exec.Command("daemon")
	d.Cmd = exec.Command("daemon")
	return errors.Join(
		d.cmd.Start(),
		d.stray.Start(), // want `d.stray is started, but nothing in package dropped waits for it`
		d.Shown.Start(),
		d.Start(),
	)
}

func (d *daemon) stop() error {
	_ = d.Wait()
	c := d.cmd
	return c.Wait()
}

var (
	agent = exec.Command("agent")
	orbit = exec.Command("orbit")
)

func agents() {
	_ = agent.Start()
	_ = orbit.Start() // want `orbit is started, but nothing in package dropped waits for it`
	_, _ = agent.Process.Wait()
}

func stored(d *daemon) error {
	cmd := exec.Command("stored")
	if err := cmd.Start(); err != nil {
		return err
	}
	d.Shown = cmd
	return nil
}
