package rules

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tetherlint/tether/internal/finding"
)

// Each page can be read, and no two rules share an id or a place in the lists.
func TestPages(t *testing.T) {
	list, err := read(pages)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	ids, orders := map[string]bool{}, map[int]bool{}
	for _, r := range list {
		assert.True(t, strings.HasPrefix(r.Doc, "# "+string(r.Name)+"\n\n"), r.Name)
		assert.False(t, ids[r.ID()] || orders[r.Order], r.Name)
		ids[r.ID()], orders[r.Order] = true, true
		assert.Equal(t, r.Analyzer() == "tether", r.Requirement == "", "%s: a requirement", r.Name)
		assert.NotEmpty(t, r.Title, r.Name)
		for _, name := range []string{r.ID(), string(r.Name)} {
			found, ok := Lookup(name)
			assert.True(t, ok)
			assert.Equal(t, r.Name, found)
		}
	}
	_, ok := Lookup("nonsense")
	assert.False(t, ok)
}

// Of an unknown rule there is its name, and what makes nothing pass.
func TestOf(t *testing.T) {
	assert.Equal(t, "AC-1", Of("untracked/raw-go").Requirement)
	later := Of("unclosed/later")
	assert.Equal(t, finding.Rule("unclosed/later"), later.Name)
	assert.Equal(t, "later", later.ID())
	assert.Equal(t, "unclosed", later.Analyzer())
	assert.Equal(t, Error, later.Severity)
	assert.True(t, later.Default)
}

const head = "title: t\nkind: claim\nscope: line\nseverity: error\ndefault: on\nsince: v1.2.3\norder: 1\n"

func page(text string) (Rule, error) {
	list, err := read(fstest.MapFS{"unclosed/x.md": {Data: []byte(text)}})
	if err != nil {
		return Rule{}, err
	}
	return list[0], nil
}

func TestHead(t *testing.T) {
	r, err := page("---\n" + head + "off: a, b\noptions: `x: y` says z.\n---\n\n# unclosed/x\n")
	require.NoError(t, err)
	assert.Equal(t, Rule{Name: "unclosed/x", Title: "t", Kind: Claim, Scope: Line, Severity: Error, Default: true, Off: []string{"a", "b"},
		Since: "v1.2.3", Order: 1, Options: "`x: y` says z.", Doc: "# unclosed/x\n"}, r)

	for name, text := range map[string]string{
		"no head":     "# unclosed/x\n",
		"no end":      "---\n" + head,
		"unknown key": "---\n" + head + "colour: red\n---\n",
		"twice":       "---\n" + head + "kind: claim\n---\n",
		"no value":    "---\n" + head + "off\n---\n",
		"missing":     "---\n" + strings.Replace(head, "scope: line\n", "", 1) + "---\n",
		"kind":        "---\n" + strings.Replace(head, "claim", "guess", 1) + "---\n",
		"default":     "---\n" + strings.Replace(head, "default: on", "default: yes", 1) + "---\n",
		"since":       "---\n" + strings.Replace(head, "v1.2.3", "soon", 1) + "---\n",
		"order":       "---\n" + strings.Replace(head, "order: 1", "order: first", 1) + "---\n",
		"requirement": "---\n" + head + "requirement: AC-12\n---\n",
	} {
		_, err := page(text)
		assert.Error(t, err, name)
	}
}
