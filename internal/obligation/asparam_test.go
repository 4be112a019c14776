package obligation

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Two obligations that differ in anything that a walk looks at are two for a
// parameter; those that differ where they are acquired, or judged, are one.
func TestAsParam(t *testing.T) {
	same := []string{"Name", "Results", "Out", "Carry", "Cancels", "Again", "Drained", "Signals", "NilSafe", "Reads", "Writes", "Flags", "Empty", "Timed", "Ok", "Process", "Shared", "Nil", "Optional", "Absent", "Idle", "Flush", "Here", "Evidence", "Runs", "open"}
	e := &Engine{carried: map[*Spec]*Spec{}, carriedAs: map[string]*Spec{}}
	plain := e.asParam(&Spec{})
	for field := range reflect.TypeFor[Spec]().Fields() {
		if !field.IsExported() {
			continue
		}
		spec := new(Spec)
		switch f := reflect.ValueOf(spec).Elem().FieldByIndex(field.Index); f.Kind() {
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Int:
			f.SetInt(1)
		case reflect.String:
			f.SetString("x")
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		}
		assert.Equal(t, slices.Contains(same, field.Name), e.asParam(spec) == plain, field.Name)
		assert.Same(t, e.asParam(spec), e.asParam(new(*spec)), field.Name)
	}
}
