package unwaited

import (
	"os/exec"
	"sync"
)

func waysOut(f func(), bad, worse bool) {
	var wg sync.WaitGroup
	wg.Go(f) // want `neither waited for nor handed over when waysOut returns at line 12 or 15: call wg.Wait\(\) on every path`
	if bad {
		return
	}
	if worse {
		return
	}
	wg.Wait()
}

func started(bad, worse bool) error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil { // want `neither waited for nor handed over when started returns at line 26 or 29: call cmd.Wait\(\) on those paths`
		return err
	}
	if bad {
		return nil
	}
	if worse {
		return nil
	}
	return cmd.Wait()
}
