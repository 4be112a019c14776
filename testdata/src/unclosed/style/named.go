package style

import "os"

// The file is renamed by the name that it is made by, as it is written.
func renamedByLiteral() error {
	f, err := os.Create("state.tmp")
	if err != nil {
		return err
	}
	f.WriteString("x")
	f.Close()
	return os.Rename("state.tmp", "state")
}
