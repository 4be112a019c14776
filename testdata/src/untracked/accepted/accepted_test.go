package accepted

import "testing"

func TestServer(t *testing.T) {
	new(server).wg.Go(work)
	go work()
}
