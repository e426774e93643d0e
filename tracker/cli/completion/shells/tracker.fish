# Completion of `tracker` for fish, made by: tracker completion fish
# It asks the program itself, so it knows the commands of this release and what is in the database in use.

function __tracker_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l program $before[1]
    set -e before[1]
    set -l lines ($program __complete fish $before -- "$current" 2>/dev/null)
    if test "$lines[1]" = files
        set -l lead (string match -r -- '^--[^=]*=' "$current")
        for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current"))
            printf '%s%s\n' "$lead" $path
        end
        return
    end
    set -e lines[1]
    test (count $lines) -gt 0; and printf '%s\n' $lines
end

complete -c tracker -f -k -a '(__tracker_complete)'
