package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"unsafe"

	"github.com/rogpeppe/go-internal/testscript"
)

// tty is the script command "tty COLUMNS CODE command...": it runs the command at
// a terminal of that width, must end with that code, and leaves what was shown in
// the file tty.
func tty(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: tty COLUMNS CODE command [arguments]")
	}
	columns, err := strconv.Atoi(args[0])
	ts.Check(err)
	master, slave, err := openTerminal(columns)
	ts.Check(err)
	defer master.Close()
	program := args[2]
	if program == "tether" {
		program = ts.Getenv("TETHER")
	}
	cmd := exec.Command(program, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "WORK", "TETHER_CACHE", "GOCACHE", "GOMODCACHE", "GOFLAGS", "GOPROXY", "GOTOOLCHAIN", "GOENV", "NO_COLOR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	cmd.Env = append(cmd.Env, "TERM=xterm-256color")
	cmd.Stdout, cmd.Stderr = slave, slave
	shown := make(chan []byte)
	go func() { //tether:allow raw-go the receive below waits for it
		out, _ := io.ReadAll(master) // a terminal that is closed ends with an error
		shown <- out
	}()
	err = cmd.Run()
	slave.Close()
	out := bytes.ReplaceAll(<-shown, []byte("\r\n"), []byte("\n"))
	ts.Check(os.WriteFile(ts.MkAbs("tty"), out, 0o666))
	ts.Logf("[tty]\n%s", out)
	code := 0
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		code = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(code) != args[1] {
		ts.Fatalf("exit code %d, want %s", code, args[1])
	}
}

// openTerminal opens both ends of a pseudo-terminal.
func openTerminal(columns int) (master, slave *os.File, err error) {
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	var number uint32
	var unlocked int32
	size := struct{ rows, columns, x, y uint16 }{24, uint16(columns), 0, 0}
	for request, arg := range map[uintptr]unsafe.Pointer{
		syscall.TIOCGPTN: unsafe.Pointer(&number), syscall.TIOCSPTLCK: unsafe.Pointer(&unlocked), syscall.TIOCSWINSZ: unsafe.Pointer(&size),
	} {
		if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(arg)); failed != 0 {
			master.Close()
			return nil, nil, failed
		}
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		master.Close()
	}
	return master, slave, err
}
