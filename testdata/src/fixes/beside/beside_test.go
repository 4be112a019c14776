package beside

import "testing"

func named(list *[]string, s *server) {
	*list = append(*list, s.conf.name)
}

func TestStart(t *testing.T) {
	s := newServer()
	s.conf.name = "test"
	s.own.most++
	s.swapped = nil
	s.start()
	var list []string
	named(&list, s)
}
