package cobra

type Command struct {
	Use     string
	PreRunE func(cmd *Command, args []string) error
	Run     func(cmd *Command, args []string)
	RunE    func(cmd *Command, args []string) error
}
