package unwaitedfield

import "testing"

func TestOnly(t *testing.T) {
	var x testOnly
	x.start()
	x.wg.Wait()
}
