package beside

import (
	"net/url"
	"testing"
)

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

// overwrite replaces nothing of the package.
func overwrite(u *url.URL, by url.URL) { *u = by }

func TestLaunch(t *testing.T) {
	launch(nil, none{})
	r := &reset{config: &config{}}
	r.start()
	r.config = nil
	overwrite(&url.URL{}, url.URL{Host: "test"})
}

type none struct{}

func (none) run() {}
