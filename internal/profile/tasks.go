package profile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/tetherlint/tether/internal/stack"
)

// page is the JSON of tracked's debug page, as far as it is of use here.
type page struct {
	Group string
	Stats struct{ Live int }
	Tasks []struct {
		Name, Func, File, State, Problem string
		Line                             int
		AgeSeconds                       float64
	}
}

// parseTasks reads tracked's debug page: each task is a goroutine with a name, of which
// it is known where it was launched, and not where it is.
func parseTasks(data []byte) (*Profile, error) {
	var in page
	if err := json.Unmarshal(data, &in); err != nil {
		var syntax *json.SyntaxError
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && syntax.Offset >= int64(len(data)) {
			return nil, errors.New("it is truncated: the JSON of tracked's debug page ends too early")
		}
		return nil, fmt.Errorf("it is not the JSON of tracked's debug page: %w", err)
	}
	p := &Profile{Kind: Tasks, Group: in.Group}
	for _, t := range in.Tasks {
		p.Goroutines = append(p.Goroutines, stack.Goroutine{
			Count: 1, State: t.State, Age: time.Duration(t.AgeSeconds * float64(time.Second)),
			Labels:  map[string]string{TaskLabel: t.Name},
			Creator: &stack.Frame{Func: t.Func, File: t.File, Line: t.Line},
		})
	}
	if rest := in.Stats.Live - len(in.Tasks); rest > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%d of %d live tasks are left out: the page was asked for with a limit", rest, in.Stats.Live))
	}
	return p, nil
}
