//go:build unix

package dropped

import (
	"os/exec"
	"syscall"
)

// A session of its own says that it is meant to outlive this process.

func ownSession(name string) error {
	cmd := exec.Command(name)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd.Start()
}

func ownSessionFrom(name string) error {
	cmd := exec.Command(name)
	cmd.SysProcAttr = detached()
	return cmd.Start()
}

func ownSessionBy(name string) error {
	cmd := exec.Command(name)
	detach(cmd)
	return cmd.Start()
}

func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

func detach(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = new(syscall.SysProcAttr)
	}
	cmd.SysProcAttr.Setsid = true
}

// A process group is there to be killed as one.

func ownGroup(name string) error {
	cmd := exec.Command(name)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd.Start() // want `cmd is started, but neither waited for nor handed over`
}

func noSession(name string) error {
	cmd := exec.Command(name)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: false}
	return cmd.Start() // want `cmd is started, but neither waited for nor handed over`
}
