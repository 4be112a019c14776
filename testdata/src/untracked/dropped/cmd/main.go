// Where main returns the process ends, and takes its zombies along.
package main

import (
	"os"
	"os/exec"
)

func main() {
	cmd := exec.Command("pager")
	if err := cmd.Start(); err != nil {
		os.Exit(1)
	}
	if len(os.Args) > 1 {
		return
	}
	_ = exec.Command("open").Start()
	start()
	serve(func() {
		_ = exec.Command("hook").Start() // want `so nobody can wait for it`
	})
	_ = cmd.Wait()
}

// Others return while the process goes on.
func start() {
	cmd := exec.Command("daemon")
	_ = cmd.Start() // want `neither waited for nor handed over when start returns`
}

func serve(hook func()) { hook() }
