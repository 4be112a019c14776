//go:build !unix

package atomicfile

import "os"

// alive reports whether there is a process of that number, which only Windows tells.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err == nil {
		_ = p.Release()
	}
	return err == nil
}
