package testsoff

import "testing"

func TestA(t *testing.T) {
	x := new(s)
	x.start()
	x.wg.Wait()
	go println()
}
