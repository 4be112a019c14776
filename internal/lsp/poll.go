package lsp

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/tetherlint/tether/internal/config"
)

// Not every client watches files, and not all that is watched is told. The few files that
// say how to judge are looked at from time to time; sources are looked at whenever there is an analysis.

const pollPeriod = time.Second

// A Stamp says which state of a file was seen; the zero Stamp is that of one that is
// not there.
type Stamp struct {
	size int64
	time time.Time
}

// StampOf looks at a file.
func StampOf(file string) Stamp {
	info, err := os.Stat(file)
	if err != nil {
		return Stamp{}
	}
	return Stamp{info.Size(), info.ModTime()}
}

// poll looks at the files until the server ends.
func (s *Server) poll(ctx context.Context) {
	ticker := time.NewTicker(pollPeriod)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for _, p := range s.all() {
			s.look(p)
		}
	}
}

// look has a project analysed again if a file that says how to judge it has changed
// since it was read.
func (s *Server) look(p *project) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.current == nil || p.current.Snapshot == nil || p.done < p.wanted {
		return
	}
	for file, before := range p.current.Configs {
		if StampOf(file) == before {
			continue
		}
		if filepath.Base(file) == config.FileName {
			s.checkConfig(file)
		}
		p.touch()
	}
}
