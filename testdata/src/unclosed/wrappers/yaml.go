package wrappers

import (
	"os"

	"gopkg.in/yaml.v3"
)

// Who encodes to a file does not close it.
func encodes(p string, v any) error {
	f, err := os.Create(p) // want `f opened by os\.Create is not closed when encodes returns`
	if err != nil {
		return err
	}
	return yaml.NewEncoder(f).Encode(v)
}

func closesEncoder(p string, v any) error {
	f, err := os.Create(p) // want `f opened by os\.Create is not closed when closesEncoder returns`
	if err != nil {
		return err
	}
	enc := yaml.NewEncoder(f)
	defer enc.Close()
	return enc.Encode(v)
}

func decodes(p string, v any) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	return yaml.NewDecoder(f).Decode(v)
}

func leavesEncoder(p string) (*yaml.Encoder, error) {
	f, err := os.Create(p)
	if err != nil {
		return nil, err
	}
	return yaml.NewEncoder(f), nil
}
