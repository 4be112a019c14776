package config

import _ "embed" // for the schema

// Schema is the JSON Schema of the config file, for editors, generated from
// [File] by "go test ./internal/config -update". Read checks more
// than a schema can say, and says it better.
//
//go:embed schema.json
var Schema string
