import classes from './decisions-page.module.css';

interface JobLabelsProps {
  readonly skills: readonly string[];
  readonly tags: readonly string[];
}

/** What a job requires, and what it is. */
export function JobLabels({ skills, tags }: JobLabelsProps) {
  return (
    <>
      {skills.map((skill) => (
        <span key={`skill ${skill}`} className={classes['label']} title="Required skill">
          {skill}
        </span>
      ))}
      {tags.map((tag) => (
        <span key={`tag ${tag}`} className={classes['label']} title="Tag">
          #{tag}
        </span>
      ))}
    </>
  );
}
